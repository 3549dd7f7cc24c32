/** `program.js CACHE PROJECT THREAD`: prints how many milliseconds each part of a verdict takes in this process, as JSON. */
import { enableCompileCache } from "node:module";
import { readFileSync } from "node:fs";
import { work } from "../../src/log/folds/work.ts";
import { reachVerdict } from "../../src/verify/verdict.ts";
import { runCheck } from "../../src/verify/receipts.ts";
import { createTreeHasher } from "../../src/verify/tree-hash.ts";
import type { LongThread } from "./long-thread.ts";

const [, , cache = "", project = "", file = ""] = process.argv;
enableCompileCache(cache);
const { events, message, contract, baseline, final, output, changes } = JSON.parse(readFileSync(file, "utf8")) as LongThread;
const times: Record<string, number> = {};

async function timed<T>(part: string, act: () => Promise<T> | T): Promise<T> {
  const from = performance.now();
  const value = await act();
  times[part] = performance.now() - from;
  return value;
}

const hasher = createTreeHasher(project);
await timed("hash", () => hasher.hash());
const tree = await timed("hash again", () => hasher.hash());
const before = process.cpuUsage();
await timed("a receipt", () =>
  runCheck(contract[0]!, {
    box: { exec: async () => ({ ...final[0]!, aborted: false, omittedBytes: 0, totalBytes: output.length, output: Buffer.from(output) }) },
    hasher: { hash: async () => tree },
    phase: "final",
    redact: (text) => text,
    store: (text) => text,
    signal: new AbortController().signal,
  }),
);
// Folded while the thread runs, but counted here.
const done = await timed("fold", () => events.reduce((view, event) => work.step(view, event), work.start()));
const claims = await timed("claims", async () => {
  const [{ gatherEvidence }, { judgeClaims }] = await Promise.all([
    import("../../src/verify/claims/evidence.ts"),
    import("../../src/verify/claims/judge-claims.ts"),
  ]);
  return judgeClaims(message, await gatherEvidence(done, { contract, baseline, final, earlier: [] }));
});
if (claims.length === 0) throw new Error("the message claims nothing");
await timed("verdict", () =>
  reachVerdict({ contract, baseline, final, tree: "t", changed: new Set(), findings: [], conditions: [], claims, isToMend: false }),
);
times["receipts and claims"] = ["a receipt", "fold", "claims", "verdict"].reduce((sum, part) => sum + times[part]!, 0);
const { user, system } = process.cpuUsage(before);
times["of that CPU"] = (user + system) / 1000;
await timed("tampering", async () => {
  const { findTampering } = await import("../../src/verify/tampering/find-tampering.ts");
  const circumstances = { task: message, failing: [], failedBefore: new Set<string>(), shrunk: [], otherTests: [] };
  return await findTampering(changes, circumstances);
});
await timed("size", async () => (await import("../../src/verify/diff-size.ts")).sizeOfDiff(changes));
process.stdout.write(JSON.stringify(times));

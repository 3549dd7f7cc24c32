import type { Check } from "../contract/check.ts";
import type { OpenBox } from "../contract/sandbox.ts";
import type { Receipt } from "../contract/event.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { saysMends } from "../verify/red-green/mends.ts";
import { planRedGreen } from "../verify/red-green/plan.ts";
import { type RedGreen, type TryTests, tryTests } from "../verify/red-green/try-tests.ts";
import { roleOf } from "../verify/tampering/roles.ts";
import { runCheck } from "../verify/receipts.ts";
import type { Tree } from "../verify/tree-hash.ts";
import { toPathBytes } from "../verify/tree/path-bytes.ts";
import { taskOf } from "./look-for-tampering.ts";
import { type JudgedWork, treeWith } from "./judged-work.ts";

export interface NewTests {
  home: string;
  workspace: string;
  thread: string;
  work: Pick<JudgedWork, "changes">;
  blobs: ThreadBlobs;
  /** The tree that is handed over. */
  tree: Tree;
  contract: readonly Check[];
  baseline: readonly Receipt[];
  final: readonly Receipt[];
  /** The message that ends the work. */
  answer: string;
  /** Milliseconds for all of it together. */
  timeoutMs: number;
  redact(text: string): string;
  openCheckBox(check: Check): Promise<{ box: OpenBox; close(): Promise<void> }>;
  onProgress(text: string): void;
  signal: AbortSignal;
}

/** Tries the tests that the thread has added or changed without its work, and with it; undefined when there are none to be tried. */
export async function tryNewTests(given: NewTests): Promise<RedGreen | undefined> {
  const { home, thread, work, blobs, tree, contract, baseline, final, answer, timeoutMs, signal } = given;
  const { changes, unknown } = await work.changes((path) => tree.files.has(toPathBytes(path)));
  const lost = unknown.find((path) => ["source", "settings", "other"].includes(roleOf(path)));
  if (lost !== undefined && changes.some(({ path }) => roleOf(path) === "test"))
    return notKnown(`what was in ${lost} before is not kept any more`, []);
  const plan = await planRedGreen(changes);
  if (plan === undefined) return undefined;
  const mends = saysMends(answer, await taskOf({ home, thread, blobs }));
  const endsAt = performance.now() + timeoutMs;
  const run: TryTests["run"] = async (check, phase, edits) => {
    const leftMs = Math.round(endsAt - performance.now());
    if (leftMs <= 0) throw new NotTried("the time for it was over");
    given.onProgress(`${phase} ${check.id}: ${check.argv.join(" ")}`);
    const own = await given.openCheckBox(check);
    try {
      if (own.box.trial === undefined) throw new NotTried(`the sandbox ${own.box.traits.name} has no private layers to try them in`);
      const hasher = { hash: async () => treeWith(edits, tree) };
      const timed = { ...check, timeoutMs: check.timeoutMs === 0 ? leftMs : Math.min(check.timeoutMs, leftMs) };
      let output = "";
      const store = (text: string) => blobs.store((output = text));
      const receipt = await own.box.trial(edits, (box) => runCheck(timed, { box, hasher, phase, signal, redact: given.redact, store }));
      return { receipt, output };
    } finally {
      await own.close();
    }
  };
  const receipts: Receipt[] = [];
  try {
    return await tryTests({ plan, contract, baseline, final, mends, run: async (...what) => keep(await run(...what), receipts) });
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof NotTried ? error.message : `the code from before could not be put back (${(error as Error).message})`;
    return notKnown(why, receipts);
  }
}

function notKnown(why: string, receipts: Receipt[]): RedGreen {
  return { receipts, findings: [], uncovered: [`Whether the new tests fail without the work is not known: ${why}.`] };
}

/** Why nothing is known. */
class NotTried extends Error {}

function keep<T extends { receipt: Receipt }>(ran: T, receipts: Receipt[]): T {
  receipts.push(ran.receipt);
  return ran;
}

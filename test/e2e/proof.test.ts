import { execFileSync } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { reportSchema } from "../../src/contract/report.ts";
import type { Envelope } from "../../src/lib/dsse.ts";
import { threadPaths } from "../../src/log/home.ts";
import { reply } from "../../src/testing/index.ts";
import { PREDICATE_TYPE, type Statement, STATEMENT_TYPE } from "../../src/verify/proof.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage, type Stage } from "./harness.ts";
import { brokenSum } from "./projects.ts";

const mend = reply().tool("edit", { path: "add.js", old: "a - b", new: "a + b" });

async function mended(answer = "The sign was wrong."): Promise<Stage & { thread: string; tree: string }> {
  const stage = await setStage({ files: brokenSum, replies: [mend, reply().text(answer)] });
  const { events, code } = await stage.exec(["make the tests pass"]);
  expect(code).toBe(0);
  return { ...stage, thread: events[0]!.thread, tree: eventsOf(events, "verdict.reached").at(-1)!.tree };
}

const statementIn = (envelope: string) =>
  JSON.parse(Buffer.from((JSON.parse(envelope) as Envelope).payload, "base64").toString("utf8")) as Statement;

verifies("proofs.markdown", "of a thread", async () => {
  await using stage = await mended("The sign was wrong.");
  const { code, stdout } = await stage.fettle(["proof", "last"]);
  const checkpoint = readFileSync(threadPaths(join(stage.home, ".fettle"), stage.thread).checkpoint);
  const sha256 = execFileSync("sha256sum", { input: checkpoint, encoding: "utf8" }).slice(0, 64);
  expect(code).toBe(0);
  for (const part of [
    /^## ✔ Verified by Fettle\n\n> make the tests pass\n\n- test \(receipt-\w+\) passes\.\n/,
    /\n\| check \| before \| after \| tests \| time \|\n\| --- \| --- \| --- \| --- \| --- \|\n\| `test` \| exit 1 \| passed \| {2}\| [\d.]+ s \|\n/,
    /\n1 file changed(, \+1 -1)? · 2 steps · /,
    /\n```sh\nnpm run test\n```\n/,
    new RegExp(`tree \`${stage.tree}\`.*signed lines.*\`${sha256}\``),
  ])
    expect(stdout).toMatch(part);
});

verifies("proofs.statement", async () => {
  await using stage = await mended();
  const git = (...args: string[]) => execFileSync("git", args, { cwd: stage.workspace.root, encoding: "utf8" }).trim();
  const before = statementIn((await stage.fettle(["proof", "last", "--format", "in-toto"])).stdout);
  git("init", "-q");
  git("add", "-A");
  git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "mend");
  const { stdout } = await stage.fettle(["proof", stage.thread, "--format", "in-toto"]);
  const envelope = JSON.parse(stdout) as Envelope;
  const statement = statementIn(stdout);
  // As the specification of digest sets has it.
  const dirHash = execFileSync(
    "bash",
    ["-c", "find . -type f -not -path './.git/*' | cut -c3- | LC_ALL=C sort | xargs -r sha256sum | sha256sum | cut -f1 -d' '"],
    { cwd: stage.workspace.root, encoding: "utf8" },
  ).trim();
  writeFileSync(join(stage.workspace.root, "later.txt"), "");
  const later = statementIn((await stage.fettle(["proof", "last", "--format", "in-toto"])).stdout);

  expect({
    type: statement._type,
    predicateType: statement.predicateType,
    before: Object.keys(before.subject[0]!.digest),
    digest: statement.subject[0]!.digest,
    later: Object.keys(later.subject[0]!.digest),
    report: reportSchema.safeParse(statement.predicate.report).success,
    verdict: statement.predicate.report.verdict,
    checkpoint: statement.predicate.log.checkpoint.split("\n")[0],
  }).toEqual({
    type: STATEMENT_TYPE,
    predicateType: PREDICATE_TYPE,
    before: ["fettleTree", "dirHash"],
    digest: { fettleTree: stage.tree, dirHash, gitCommit: git("rev-parse", "HEAD") },
    later: ["fettleTree"],
    report: true,
    verdict: "verified",
    checkpoint: `fettle/thread/${stage.thread}`,
  });
  const key = createPublicKey(readFileSync(join(stage.home, ".fettle/keys/log.key")));
  const payload = Buffer.from(envelope.payload, "base64");
  const signed = Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${payload.length} `), payload]);
  expect(verify(null, signed, key, Buffer.from(envelope.signatures[0]!.sig, "base64"))).toBe(true);
  expect(reportSchema.parse(JSON.parse((await stage.fettle(["proof", "last", "--format", "json"])).stdout))).toEqual(
    statement.predicate.report,
  );
});

verifies("proofs.verify", async () => {
  await using stage = await mended();
  await using elsewhere = await setStage();
  const home = join(stage.home, ".fettle");
  const proof = join(stage.home, "proof.json");
  const check = async (...more: string[]) => {
    const { code, stdout, stderr } = await stage.fettle(["proof", "--verify", proof, ...more]);
    return { code, says: stderr === "" ? stdout.split("\n")[0] : stderr.split("\n")[0] };
  };
  await stage.fettle(["proof", "last", "--format", "in-toto", "--out", proof]);
  const envelope = JSON.parse(readFileSync(proof, "utf8")) as Envelope;
  const whole = await check();

  // The thread goes on, and says something else by now: what was signed is what it said then.
  await stage.fettle(["exec", "--resume", stage.thread, "--model", "none", "--check", "false", "again"]);
  const goneOn = await check();

  const forged = statementIn(JSON.stringify(envelope));
  forged.predicate.report.reasons = ["Everything is fine."];
  writeFileSync(proof, JSON.stringify({ ...envelope, payload: Buffer.from(JSON.stringify(forged)).toString("base64") }));
  const changed = await check();
  writeFileSync(proof, "{}");
  const nonsense = await check();
  writeFileSync(proof, JSON.stringify(envelope));

  // Another machine: it has neither the key nor the log.
  const publicKey = join(stage.home, "log.pub");
  writeFileSync(publicKey, createPublicKey(readFileSync(join(home, "keys/log.key"))).export({ type: "spki", format: "pem" }));
  const away = await elsewhere.fettle(["proof", "--verify", proof]);
  const known = await elsewhere.fettle(["proof", "--verify", proof, "--key", publicKey]);

  // The log is written anew, chain and all, but for the checkpoint.
  const { dir } = threadPaths(home, stage.thread);
  const log = join(dir, "events-0001.jsonl");
  const lines = readFileSync(log, "utf8");
  writeFileSync(log, lines.replace("make the tests pass", "make the tests fail"));
  const edited = await check();
  const refused = await stage.fettle(["proof", stage.thread]);
  rmSync(dir, { recursive: true });
  const gone = await check();

  expect({ whole, goneOn, changed, nonsense, edited, gone }).toEqual({
    whole: { code: 0, says: "✔ verified" },
    goneOn: { code: 0, says: "✔ verified" },
    changed: { code: 4, says: "fettle: The proof is not signed with this key, or was changed after it was signed. [proof.broken]" },
    nonsense: { code: 4, says: "fettle: This is no envelope with an in-toto statement. [proof.broken]" },
    edited: { code: 4, says: `fettle: The log of thread ${stage.thread} is not the one that was signed (edited). [proof.broken]` },
    gone: { code: 2, says: "fettle: There is no log of this thread. [thread.missing]" },
  });
  expect([away.code, known.code, known.stdout.includes("log: is not here"), refused.code]).toEqual([4, 0, true, 1]);
});

verifies("proofs.hints", async () => {
  await using stage = await mended();
  await using elsewhere = await setStage();
  const file = (name: string) => join(stage.home, name);
  await stage.fettle(["proof", "last", "--format", "in-toto", "--out", file("proof.json")]);
  const envelope = readFileSync(file("proof.json"), "utf8");
  const forged = JSON.parse(envelope) as Envelope;
  writeFileSync(file("forged.json"), JSON.stringify({ ...forged, payload: Buffer.from("{}").toString("base64") }));
  writeFileSync(file("nonsense.json"), "{}");

  const own = async (...args: string[]) => (await stage.fettle(["proof", ...args])).stderr;
  const told: Record<string, string> = {
    nobody: await own(),
    format: await own("last", "--format", "pdf"),
    thread: await own("nobody"),
    folder: await own("last", "--out", file("gone/proof.json")),
    file: await own("--verify", file("gone.json")),
    nonsense: await own("--verify", file("nonsense.json")),
    forged: await own("--verify", file("forged.json")),
    key: await own("--verify", file("proof.json"), "--key", file("nonsense.json")),
    elsewhere: (await elsewhere.fettle(["proof", "--verify", file("proof.json")])).stderr,
    none: (await elsewhere.fettle(["proof", "last"])).stderr,
  };
  const { dir } = threadPaths(join(stage.home, ".fettle"), stage.thread);
  const log = join(dir, "events-0001.jsonl");
  writeFileSync(log, readFileSync(log, "utf8").replace("make the tests pass", "make the tests fail"));
  told["edited"] = await own("--verify", file("proof.json"));
  told["changed"] = await own("last");
  rmSync(dir, { recursive: true });
  told["gone"] = await own("--verify", file("proof.json"));

  // What happened, where it is known, and what to do.
  const without = Object.entries(told).filter(
    ([, text]) => !/^fettle: [^\n]+ \[[\w.]+\]\n(?: {2}at [^\n]+\n)? {2}(?!at )[A-Z`][^\n]+\n$/i.test(text),
  );
  expect(without).toEqual([]);
});

import { expect } from "vitest";
import type { Check } from "../../src/contract/check.ts";
import { sha256 } from "../../src/lib/hash.ts";
import { findContract } from "../../src/verify/contract.ts";
import { type CheckRun, runCheck, standingOf } from "../../src/verify/receipts.ts";
import { createTreeHasher } from "../../src/verify/tree-hash.ts";
import { verifies } from "../verifies.ts";
import { processesIn } from "./processes.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

function runIn(workspace: Workspace, more: Partial<CheckRun> = {}): CheckRun {
  const { signal } = new AbortController();
  const hasher = createTreeHasher(workspace.path);
  return { box: processesIn(workspace.path), hasher, phase: "final", redact: (text) => text, store: (text) => text, signal, ...more };
}

function checkOf(argv: string[], more: Partial<Check> = {}): Check {
  return { id: "test", argv, cwd: ".", proves: "tests", from: "package.json:3", timeoutMs: 60_000, ...more };
}

verifies("verify.receipt", async () => {
  using workspace = makeWorkspace({ "sub/a.txt": "a" });
  const run = runIn(workspace, { phase: "baseline" });
  const tree = (await run.hasher.hash()).hash;

  const receipt = await runCheck(checkOf(["sh", "-c", "ls; exit 7"], { cwd: "sub" }), run);

  expect(receipt).toEqual({
    id: expect.stringMatching(/^receipt-[0-9a-f]{12}$/),
    check: "test",
    proves: "tests",
    from: "package.json:3",
    argv: ["sh", "-c", "ls; exit 7"],
    cwd: "sub",
    phase: "baseline",
    exitCode: 7,
    signal: null,
    timedOut: false,
    ms: expect.any(Number),
    outputHash: sha256("a.txt\n"),
    output: "a.txt\n",
    treeBefore: tree,
    treeAfter: tree,
    startedAt: expect.any(Number),
  });
});

verifies("verify.receipt", "an exit code behind a pipe", async () => {
  using workspace = makeWorkspace({});
  const [check] = await findContract(workspace.files, { given: ["(echo 4985 failed; exit 1) | tail -1"] });
  expect(await runCheck(check!, runIn(workspace))).toMatchObject({ exitCode: 1, output: "4985 failed\n" });
});

verifies("verify.receipt", "a program that is not there, one that runs into its time limit, one that is ended", async () => {
  using workspace = makeWorkspace({});
  const run = runIn(workspace);
  expect(await runCheck(checkOf(["no-such-program"]), run)).toMatchObject({ exitCode: null, signal: null, timedOut: false });
  expect(await runCheck(checkOf(["sleep", "1000"], { timeoutMs: 1 }), run)).toMatchObject({ exitCode: null, timedOut: true });
  expect(await runCheck(checkOf(["sh", "-c", "kill -SEGV $$"]), run)).toMatchObject({ exitCode: null, signal: "SIGSEGV" });
});

verifies("verify.receipt", "it stands until the tree changes, and a check that changes the tree proves nothing about it", async () => {
  using workspace = makeWorkspace({ "a.txt": "a" });
  const run = runIn(workspace);
  const now = async () => (await run.hasher.hash()).hash;

  const receipt = await runCheck(checkOf(["true"]), run);
  expect(standingOf(receipt, await now())).toBe("current");
  workspace.write({ "a.txt": "b" });
  expect(standingOf(receipt, await now())).toBe("stale");
  const writing = await runCheck(checkOf(["sh", "-c", "echo > built.txt"]), run);
  expect(standingOf(writing, await now())).toBe("changed-tree");
  const again = await runCheck(checkOf(["sh", "-c", "echo > built.txt"]), run);
  expect(standingOf(again, await now())).toBe("current");
});

verifies("verify.receipt-aborted", async () => {
  using workspace = makeWorkspace({});
  const controller = new AbortController();
  // The program says that it runs; then it is interrupted.
  const { exec } = processesIn(workspace.path);
  const box: CheckRun["box"] = {
    exec: (argv, options) => exec(argv, { ...options, onOutput: () => controller.abort(new Error("enough")) }),
  };
  const run = runIn(workspace, { box, signal: controller.signal });
  await expect(runCheck(checkOf(["sh", "-c", "echo started; exec sleep 1000"]), run)).rejects.toThrow("enough");
});

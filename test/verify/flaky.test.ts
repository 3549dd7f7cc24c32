import { expect } from "vitest";
import type { Check } from "../../src/contract/check.ts";
import type { Counts, Receipt } from "../../src/contract/event.ts";
import { asksToMend } from "../../src/verify/asks-to-mend.ts";
import { isDoubtful } from "../../src/verify/flaky.ts";
import { reachVerdict } from "../../src/verify/verdict.ts";
import { verifies } from "../verifies.ts";

const check: Check = { id: "test", argv: ["npm", "test"], cwd: ".", proves: "tests", from: "package.json:3", timeoutMs: 1000 };

function receipt(id: string, exitCode: number, more: Partial<Receipt> = {}): Receipt {
  const { argv, cwd, proves, from } = check;
  const tree = { treeBefore: "tree", treeAfter: "tree" };
  const ended = { exitCode, signal: null, timedOut: false, ms: 10, outputHash: "", output: "", startedAt: 0 };
  return { id, check: "test", argv: [...argv], cwd, proves, from, phase: "final", ...ended, ...tree, ...more };
}

function counts(passed: number, ...failed: string[]): { counts: Counts } {
  const failures = failed.map((name) => ({ name }));
  return { counts: { runner: "vitest", passed, failed: failed.length, skipped: 0, total: passed + failed.length, failures } };
}

interface Story {
  baseline?: Receipt[];
  final: Receipt[];
  check?: Partial<Check>;
  isToMend?: boolean;
}

function judge({ baseline = [receipt("b", 0)], final, check: more, isToMend = false }: Story): [verdict: string, reason: string] {
  const { verdict, reasons } = reachVerdict({ contract: [{ ...check, ...more }], baseline, final, tree: "tree", isToMend });
  return [verdict, reasons[0]!];
}

const failed = receipt("f1", 1, counts(3, "adds"));
const passed = receipt("f2", 0, counts(4));
const flaked = "test (f2) passes, but is flaky";

verifies("verify.flaky", async () => {
  const both = "on the same tree it failed with exit code 1 (f1, adds first).";
  expect(judge({ final: [failed, passed] })).toEqual(["unverified", `${flaked}: ${both}`]);
  expect(judge({ final: [failed, passed], check: { flaky: true } })).toEqual(["verified", `${flaked}, as it was before the work: ${both}`]);
  const baseline = [receipt("b1", 1), receipt("b2", 0)];
  expect(judge({ baseline, final: [failed, passed] })[0]).toBe("verified");
  // On another tree it is no flake, and twice failed is failed.
  expect(judge({ final: [{ ...failed, treeBefore: "then", treeAfter: "then" }, passed] })[0]).toBe("verified");
  expect(judge({ final: [failed, receipt("f2", 1)] })[0]).toBe("failed");
});

verifies("verify.flaky", "which are run again", () => {
  const before = receipt("b", 1, counts(3, "adds"));
  const doubts: [receipt: Receipt, befores: Receipt[] | undefined, again: boolean][] = [
    [failed, undefined, true],
    [passed, undefined, false],
    [{ ...failed, ms: 60_000 }, undefined, false],
    [{ ...failed, proves: "types" }, undefined, false],
    [receipt("f", 1), undefined, false],
    [failed, [receipt("b", 0)], true],
    [{ ...failed, ms: 60_000 }, [receipt("b", 0)], true],
    [failed, [before], false],
    [receipt("f", 1, counts(3, "adds", "divides")), [before], true],
    [receipt("f", 127), [receipt("b", 0)], false],
    [failed, [], false],
  ];
  expect(doubts.map(([one, befores]) => isDoubtful(one, befores))).toEqual(doubts.map(([, , again]) => again));
});

verifies("verify.known-failures", () => {
  const baseline = [receipt("b", 1, counts(3, "adds", "divides"))];
  const fewer = receipt("f", 1, counts(4, "adds"));
  expect(judge({ baseline, final: [fewer] })).toEqual([
    "unverified",
    "test (f) fails with exit code 1, known failures: adds failed before the work, too (b), and nothing else does.",
  ]);
  const stories: [what: string, story: Story, verdict: string][] = [
    ["the task is to mend them", { baseline, final: [fewer], isToMend: true }, "failed"],
    ["somebody demands that it passes", { baseline, final: [fewer], check: { from: "--check" } }, "failed"],
    ["another fails", { baseline, final: [receipt("f", 1, counts(3, "adds", "multiplies"))] }, "failed"],
    ["another of the same name fails", { baseline, final: [receipt("f", 1, counts(3, "adds", "adds"))] }, "failed"],
    ["fewer tests run", { baseline, final: [receipt("f", 1, counts(1, "adds"))] }, "failed"],
    ["it passed before", { final: [fewer] }, "failed"],
    ["nobody knows what failed before", { baseline: [receipt("b", 1)], final: [fewer] }, "failed"],
    ["not all are named", { baseline, final: [receipt("f", 1, { counts: { ...counts(3, "adds").counts, failed: 60 } })] }, "failed"],
  ];
  expect(stories.map(([what, story]) => [what, judge(story)[0]])).toEqual(stories.map(([what, , verdict]) => [what, verdict]));
});

verifies("verify.known-failures", "what the task asks for", () => {
  const mending = [
    "make the tests pass",
    "Fix the login",
    "why does CI fail?",
    "repair the build",
    "Behebe den Fehler in add",
    "get it green",
  ];
  const other = ["add a --json flag to ls", "Write a README", "rename Foo to Bar", "Füge eine Option hinzu", "speed up parsing"];
  expect([mending.filter((task) => !asksToMend(task)), other.filter(asksToMend)]).toEqual([[], []]);
});

verifies("verify.wants", () => {
  const network = { output: "Error: getaddrinfo ENOTFOUND registry.example\n" };
  const terminal = { output: "the input device is not a TTY\n" };
  expect(judge({ final: [receipt("f", 1, network)] })).toEqual([
    "failed",
    "test (f) fails with exit code 1; it passed before the work (b); it seems to need the network, which checks do not have unless .fettle/checks.toml or check_network says so.",
  ]);
  expect(judge({ baseline: [receipt("b", 1, network)], final: [receipt("f", 1, network)] })).toEqual([
    "unverified",
    "test (f) fails with exit code 1, as it did before the work (b): it needs the network, which checks do not have unless .fettle/checks.toml or check_network says so.",
  ]);
  expect(judge({ baseline: [receipt("b", 1, terminal)], final: [receipt("f", 1, terminal)], isToMend: true })[0]).toBe("unverified");
  expect(judge({ baseline: [receipt("b", 1, terminal)], final: [receipt("f", 1, network)] })[0]).toBe("failed");
});

verifies("verify.written-checks", "one that has to have failed before the work", () => {
  const mustFail: Partial<Check> = { mustFailBefore: true, from: ".fettle/checks.toml:3" };
  expect(judge({ final: [passed], check: mustFail })).toEqual([
    "unverified",
    "test (f2) passes, but it has not failed before the work, as it had to (.fettle/checks.toml:3).",
  ]);
  expect(judge({ baseline: [receipt("b", 1)], final: [passed], check: mustFail })[0]).toBe("verified");
  expect(judge({ baseline: [receipt("b", 127)], final: [passed], check: mustFail })[0]).toBe("unverified");
});

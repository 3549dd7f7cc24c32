import { expect } from "vitest";
import type { Event } from "../../../../src/contract/event.ts";
import { startState, stepState, takeFinished, type TerminalState } from "../../../../src/surfaces/tui/state/terminal-state.ts";
import type { Block } from "../../../../src/surfaces/tui/state/block.ts";
import { reply } from "../../../../src/testing/index.ts";
import { attend } from "../../../agent/attended.ts";
import { verifies } from "../../../verifies.ts";

/** What has ended, in few words. */
function brief(block: Block): string {
  if (block.type === "prompt" || block.type === "answer") return `${block.type} ${block.text}`.trim();
  if (block.type === "check") return `check ${block.receipt.phase} ${block.receipt.exitCode}`;
  if (block.type === "verdict") return `verdict ${block.verdict}`;
  if (block.type !== "call") return block.type;
  const { kind, name, outcome, changes, denial } = block;
  return ["call", kind, name, outcome, ...changes.map(({ path }) => path), ...(denial === undefined ? [] : [denial.reason])].join(" ");
}

verifies("tui.state.folds", "a turn with an edit, a denied command, a failure and a person's own command", async () => {
  await using attended = await attend({
    replies: [
      reply().text("I will.").tool("shell", { script: "echo two > a.txt" }).tool("read", { path: "gone.ts" }),
      reply().tool("shell", { script: "frobnicate" }),
      reply().text("Done."),
    ],
    files: { "a.txt": "one\n" },
    flags: { mode: "ask" },
  });
  const { thread } = attended;
  const state: TerminalState = startState();
  let waiting = 0;
  thread.listen((heard) => {
    stepState(state, heard, 0);
    waiting = Math.max(waiting, state.questions.length);
    if (heard.type === "approval.requested")
      thread.submit({
        type: "approval.decide",
        approval: heard.approval,
        requestHash: heard.requestHash,
        decision: "deny",
        by: "ada",
        reason: "not now",
      });
  });

  await attended.prompt("go");
  await attended.run("true");

  const told = takeFinished(state).map(brief);
  const answers = told.filter((line) => line.startsWith("answer"));
  expect([told.filter((line) => !line.startsWith("answer")), answers.join("").replaceAll("answer", "").replaceAll(" ", ""), waiting])
    .toMatchInlineSnapshot(`
    [
      [
        "prompt go",
        "contract",
        "check baseline 0",
        "call call shell ok a.txt",
        "call call read failed",
        "call call shell denied not now",
        "check final 0",
        "verdict verified",
        "call user shell ok",
      ],
      "Iwill.Done.",
      1,
    ]
  `);
  expect([state.turn, state.questions, state.calls.size, state.finished, state.report.verdict?.verdict]).toEqual([
    undefined,
    [],
    0,
    [],
    "verified",
  ]);
});

const failing = `import { test } from "node:test";
test("fails", () => { throw new Error("no"); });
`;

verifies("tui.state.folds", "a check that fails twice on one tree is told once, a flaky one as often as it was run", async () => {
  await using attended = await attend({
    replies: [reply().tool("write", { path: "b.txt", content: "two\n" }), reply().text("Done.")],
    files: { "package.json": JSON.stringify({ type: "module", scripts: { test: "node --test" } }), "a.test.js": failing },
    flags: { checks: [], check_rounds: 0 },
  });
  await attended.prompt("go");
  const { events } = attended;
  const second = events.findIndex((event, index) => event.type === "check.completed" && events[index - 1]?.type === event.type);
  const flaky = events.map((event, index) =>
    index === second && event.type === "check.completed" ? { ...event, receipt: { ...event.receipt, exitCode: 0 } } : event,
  );

  expect({ heard: checksOf(events), told: toldChecks(events), flaky: toldChecks(flaky) }).toEqual({
    heard: ["check baseline 1", "check baseline 1", "check final 1"],
    told: ["check baseline 1", "check final 1"],
    flaky: ["check baseline 1", "check baseline 0", "check final 1"],
  });
});

function checksOf(events: readonly Event[]): string[] {
  return events.flatMap((event) => (event.type === "check.completed" ? [brief({ type: "check", receipt: event.receipt })] : []));
}

function toldChecks(events: readonly Event[]): string[] {
  const state = startState();
  for (const event of events) stepState(state, event, 0);
  return takeFinished(state).flatMap((block) => (block.type === "check" ? [brief(block)] : []));
}

import { expect } from "vitest";
import { questionDetails } from "../../../../src/surfaces/tui/app/question-details.ts";
import { Highlighter } from "../../../../src/surfaces/tui/markdown/highlighter.ts";
import { waitingCall } from "../../../../src/surfaces/tui/state/open-call.ts";
import { startState, stepState } from "../../../../src/surfaces/tui/state/terminal-state.ts";
import { createWorkspace, reply } from "../../../../src/testing/index.ts";
import { attend } from "../../../agent/attended.ts";
import { verifies } from "../../../verifies.ts";
import { textOf } from "../text/text.ts";

const requested = {
  v: 1,
  seq: 1,
  at: 0,
  thread: "t",
  prev: "",
  type: "approval.requested",
  approval: "approval-c1",
  item: "c1",
  requestHash: "h",
  question: "?",
  rule: "ask",
} as const;

async function details(name: string, input: unknown, { width = 60, maxRows = Infinity } = {}) {
  await using workspace = await createWorkspace({ files: { "a.js": "const one = 1;\nconst two = 2;\n" } });
  const call = waitingCall({ id: "c1", name, inputText: JSON.stringify(input) });
  const { hosts, linesIn } = await questionDetails(
    { event: requested, call, reply: undefined, ruling: undefined },
    { ...options, workspace: workspace.root },
  );
  const rows = linesIn(width, maxRows);
  return { hosts, lines: rows.map(textOf), styles: rows.flatMap((line) => line.flatMap(({ style }) => style ?? [])) };
}

const options = { home: "/nowhere", language: "en", highlighter: new Highlighter(), signal: new AbortController().signal } as const;

verifies("question.details", "an edit with its lines, in the colours of the language, side by side where there is room", async () => {
  const edit = { path: "a.js", old: "two = 2", new: "two = 22" };
  const { lines, styles } = await details("edit", edit);
  expect([lines, new Set(styles).isSupersetOf(new Set(["added", "removed", "addedStrong", "keyword", "number"]))]).toEqual([
    ["a.js  +1 -1", "1   const one = 1;", "2 - const two = 2;", "2 + const two = 22;"],
    true,
  ]);
  expect((await details("edit", edit, { width: 120 })).lines[2]).toMatch(/^2 - const two = 2; +│ 2 \+ const two = 22;$/);
});

verifies("question.details", "where there is little room, what is different and not what is around it", async () => {
  const lines = (maxRows: number) => details("edit", { path: "a.js", old: "two = 2", new: "two = 22" }, { maxRows });
  expect([(await lines(4)).lines.length, (await lines(3)).lines, (await lines(1)).lines]).toEqual([
    4,
    ["a.js  +1 -1", "2 - const two = 2;", "2 + const two = 22;"],
    ["… 1 more file, v shows all"],
  ]);
});

verifies("question.details", "a file that is written over with what is different, one that cannot be written with why", async () => {
  expect([
    (await details("write", { path: "a.js", content: "const one = 1;\n" })).lines,
    (await details("edit", { path: "a.js", old: "three", new: "3" })).lines.slice(0, 2),
  ]).toEqual([
    ["a.js  +0 -1", "1   const one = 1;", "2 - const two = 2;"],
    [expect.stringContaining("This would fail: a.js was not changed"), expect.anything()],
  ]);
});

verifies("question.details", "a script whole, its controls visible, and where it runs; what is fetched and from where", async () => {
  expect([
    await details("shell", { script: "cd a\n\tprintf '\u001b[2J' && rm -rf b", cwd: "src" }),
    await details("fetch", { url: "https://example.org/a" }),
    await details("nothing", { deep: { a: 1 }, text: "one\ntwo" }),
  ]).toMatchObject([
    { hosts: [], lines: ["in src", "cd a", "    printf '\\x1b[2J' && rm -rf b"] },
    { hosts: ["example.org"], lines: ["url: https://example.org/a"] },
    { lines: ["deep: {", '    "a": 1', "  }", "text: one", "  two"] },
  ]);
});

verifies("question.details", "of a reply too long for a line of the log", async () => {
  const content = Array.from({ length: 2_000 }, (_, line) => `line ${line}\n`).join("");
  await using attended = await attend({
    replies: [reply().tool("write", { path: "big.txt", content }), reply().text("Done.")],
    files: { "big.txt": "line 0\nanother\n" },
    flags: { mode: "ask" },
  });
  const state = startState();
  let asked: ReturnType<typeof questionDetails> | undefined;
  attended.thread.listen((event) => {
    stepState(state, event, 0);
    const [question] = state.questions;
    if (event.type !== "approval.requested" || question === undefined) return;
    asked = questionDetails(question, { ...options, workspace: attended.workspace.root, home: attended.home }).finally(() => {
      const { approval, requestHash } = event;
      attended.thread.submit({ type: "approval.decide", approval, requestHash, decision: "allow", by: "user", reason: "" });
    });
  });
  await attended.prompt("go");
  const shown = (await asked!).linesIn(80).map(textOf);
  const titles = state.finished.flatMap((block) => (block.type === "call" ? [(block.input as { path: string }).path] : []));
  expect([shown.slice(0, 4), titles]).toEqual([["big.txt  +2000 -2", "   1 - line 0", "   2 - another", "   1 + line 0"], ["big.txt"]]);
});

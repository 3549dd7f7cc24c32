import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import type { Event } from "../../../../src/contract/event.ts";
import { firstOf } from "../../../../src/surfaces/tui/blocks/rows.ts";
import { questionTexts } from "../../../../src/surfaces/tui/messages/question.ts";
import { type Approval, ApprovalPane } from "../../../../src/surfaces/tui/panes/approval.ts";
import { AskPane } from "../../../../src/surfaces/tui/panes/ask.ts";
import { pressed } from "../../../../src/surfaces/tui/terminal/keys.ts";
import { span, widthOf } from "../../../../src/surfaces/tui/text/line.ts";
import { wrap } from "../../../../src/surfaces/tui/text/wrap.ts";
import { type OpenCall, waitingCall } from "../../../../src/surfaces/tui/state/open-call.ts";
import { verifies } from "../../../verifies.ts";
import { look, press } from "./press.ts";

const envelope = { v: 1, seq: 1, at: 0, thread: "t", prev: "" } as const;
const requested: Event<"approval.requested"> = {
  ...envelope,
  type: "approval.requested",
  approval: "approval-c1",
  item: "c1",
  requestHash: "h",
  question: "run rm -rf build: it is not known to be harmless",
  rule: "mode",
  always: ["rm -rf build"],
  rules: '[[rule]]\ncommand = "rm -rf build"\n',
};
const ruling: Event<"policy.decided"> = {
  ...envelope,
  type: "policy.decided",
  item: "c1",
  decision: "ask",
  rule: "mode",
  where: "built in",
  reason: "In mode ask, each change is asked.",
  code: "mode",
};

interface Situation {
  event?: Partial<typeof requested>;
  script?: string;
  call?: OpenCall;
  hosts?: readonly string[];
  confined?: boolean;
}

function approval({ event = {}, script = "rm -rf build", call, hosts = [], confined = true }: Situation = {}) {
  const told: (Approval | "shown")[] = [];
  const pane = new ApprovalPane({
    question: { event: { ...requested, ...event }, call, reply: undefined, ruling },
    confined,
    texts: questionTexts.en,
    onAnswer: (answer) => told.push(answer),
    onShow: () => told.push("shown"),
  });
  pane.waiting = 1;
  const lines = script.split("\n").map((line) => [span(line)]);
  pane.details = { hosts, linesIn: (_width, most = Infinity) => firstOf(lines, most, questionTexts.en.more) };
  return { pane, told };
}

verifies("question.shown", () => {
  expect(look(approval().pane)).toEqual([
    "run rm -rf build: it is not known to be harmless",
    "  asked by mode (built in) · 1 more question waits",
    "  rm -rf build",
    "  Stays in the box; what it changes can be undone. With nobody here, the answer",
    "  is no.",
    "> 1 Yes, once",
    "  2 Yes, for the rest of this thread: rm -rf build",
    "  3 Yes, always, by this rule",
    "  4 No",
    "  5 No, and say why …",
    "arrows or a number, Enter; Esc says no; v shows all",
  ]);
});

verifies("question.shown", "the rule as it would be written, before it is", () => {
  const { pane, told } = approval();
  press(pane, pressed("down"), pressed("down"));
  expect([look(pane).slice(-3), told]).toEqual([
    ["    [[rule]]", '    command = "rm -rf build"', "arrows or a number, Enter; Esc says no; v shows all"],
    [],
  ]);
});

verifies("question.shown", "a script that is too long can be seen whole", () => {
  const { pane, told } = approval({ script: Array.from({ length: 99 }, (_, line) => `echo ${line}`).join("\n") });
  const rows = look(pane, 80, 20);
  press(pane, "v");
  expect([rows.length, rows.filter((row) => row.endsWith("more lines, v shows all")), told]).toEqual([
    20,
    ["    … 90 more lines, v shows all"],
    ["shown"],
  ]);
});

verifies("question.shown", "what leaves the box, and what then can be undone", () => {
  const waiting = waitingCall({ id: "c1", name: "shell", inputText: '{"script":"curl example.org"}' });
  const outcomes = [{ hosts: ["example.org"] }, { call: { ...waiting, startedAt: 1 } }, { confined: false }, { call: waiting }].map(
    (situation) => look(approval(situation).pane, 160).find((row) => /undone/.test(row)),
  );
  expect(outcomes).toEqual([
    "  Leaves the box (example.org); what it does there cannot be undone. With nobody here, the answer is no.",
    "  Leaves the box; what it does there cannot be undone. With nobody here, the answer is no.",
    "  There is no box here; what it does outside of this folder cannot be undone. With nobody here, the answer is no.",
    "  Stays in the box; what it changes can be undone. With nobody here, the answer is no.",
  ]);
});

verifies("question.shown", "on a small screen the change comes before the help", () => {
  const call = waitingCall({ id: "c1", name: "edit", inputText: "{}" });
  const { pane } = approval({ call, script: "one\ntwo\nthree\nfour\nfive\nsix" });
  expect(look(pane, 40, 14)).toEqual([
    "edit: In mode ask, each change is",
    "  asked.",
    "  asked by mode (built in) · 1 more",
    "  question waits",
    "  one",
    "  two",
    "  three",
    "  four",
    "    … 2 more lines, v shows all",
    "  Stays in the box; what it changes can",
    "  be undone. With nobody here, the",
    "  answer is no.",
    ">1 once  2 this thread  3 always  4 no",
    " 5 no, because …",
  ]);
});

verifies("question.answers", () => {
  const answers = ["1", "2", "3", "4"].map((key) => {
    const { pane, told } = approval();
    press(pane, key);
    return told;
  });
  expect(answers).toEqual([
    [{ decision: "allow", reason: "" }],
    [{ decision: "allow", reason: "", remember: "thread" }],
    [{ decision: "allow", reason: "", remember: "user" }],
    [{ decision: "deny", reason: "" }],
  ]);
});

verifies("question.answers", "no, with a reason; Escape goes back once, then says no", () => {
  const { pane, told } = approval();
  press(pane, "5", "use trash", pressed("enter"));
  const other = approval();
  press(other.pane, "5", "x", pressed("escape"), pressed("escape"));
  expect([told, other.told]).toEqual([[{ decision: "deny", reason: "use trash" }], [{ decision: "deny", reason: "" }]]);
});

verifies("question.answers", "what can be answered only once offers no more", () => {
  const { always: _, rules: __, ...once } = requested;
  const pane = new ApprovalPane({
    question: { event: once, call: undefined, reply: undefined, ruling },
    confined: true,
    texts: questionTexts.de,
    onAnswer: () => {},
    onShow: () => {},
  });
  expect(look(pane).filter((row) => /^[> ] \d /.test(row))).toEqual(["> 1 Ja, einmal", "  2 Nein", "  3 Nein, mit Begründung …"]);
});

verifies("question.fits", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 120 }),
      fc.integer({ min: 12, max: 50 }),
      fc.string({ unit: "grapheme" }),
      (columns, rows, text) => {
        const { pane } = approval({ event: { question: text }, script: text });
        pane.details = { hosts: [], linesIn: (width, most) => wrap([span(text)], width, { hard: true }).slice(0, most) };
        return pane.view({ columns, rows }).rows.every((line) => widthOf(line) < columns);
      },
    ),
  );
});

function asks(choices: readonly string[]) {
  const told: string[] = [];
  const pane = new AskPane({
    text: "Which database?",
    choices,
    texts: questionTexts.en,
    onAnswer: (answer) => told.push(answer),
    onLeave: () => told.push("(left)"),
  });
  return { pane, told };
}

verifies("question.asked", () => {
  const { pane } = asks(["SQLite", "PostgreSQL"]);
  expect(look(pane)).toEqual([
    "Which database?",
    "> 1 SQLite",
    "  2 PostgreSQL",
    "arrows or a number, or write an answer; Enter; Esc leaves it unanswered",
    "answer: ",
  ]);
});

verifies("question.asked", "a choice, words of one's own, and no answer", () => {
  const answers = [["2"], [pressed("down"), pressed("enter")], ["2 of them", pressed("enter")], [pressed("escape")]].map((keys, index) => {
    const { pane, told } = asks(index === 2 ? [] : ["SQLite", "PostgreSQL"]);
    press(pane, ...keys);
    return told;
  });
  expect(answers).toEqual([["PostgreSQL"], ["PostgreSQL"], ["2 of them"], ["(left)"]]);
});

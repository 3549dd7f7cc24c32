import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Event, StoredText } from "../../src/contract/event.ts";
import { foldEvents } from "../../src/log/folds/fold.ts";
import { threadState } from "../../src/log/folds/state.ts";
import { reply } from "../../src/testing/index.ts";
import { resultTexts } from "../e2e/harness.ts";
import { verifies } from "../verifies.ts";
import { attend } from "./attended.ts";

const asks = (...questions: string[]) =>
  questions.reduce((said, question) => said.tool("ask", { question, choices: ["tea", "coffee"] }), reply());

/** Texts of these stories are short enough to stand in the log. */
const inline = (text: StoredText | undefined): string | undefined => (typeof text === "object" ? "(blob)" : text);

/** Questions, answers and approvals in short. */
function told(events: readonly Event[]): string[] {
  return events.flatMap((event) => {
    if (event.type === "question.asked") return [`? ${inline(event.text)} ${event.choices.join("|")}`];
    if (event.type === "question.answered") return [`! ${inline(event.answer)} by ${event.by}`];
    if (event.type === "approval.decided") return [`${event.decision} by ${event.by} [${event.code}]`];
    return event.type === "turn.interrupted" || event.type === "turn.failed" ? [event.type] : [];
  });
}

verifies("agent.asks", "one after the other, and the model reads what was said", async () => {
  await using stage = await attend({ replies: [asks("Which?", "And then?").tool("list", { path: "." }), reply().text("Tea it is.")] });
  const answers = ["tea", "none"];
  stage.thread.listen((event) => {
    if (event.type !== "question.asked") return;
    // Heard as it is asked, answered at once; another question's answer is none of this one's.
    stage.thread.submit({ type: "question.answer", question: "question-other:1", answer: "wrong", by: "me" });
    stage.thread.submit({ type: "question.answer", question: event.question, answer: answers.shift()!, by: "me" });
  });
  await stage.prompt("make me something");
  expect(told(stage.events)).toEqual(["? Which? tea|coffee", "! tea by me", "? And then? tea|coffee", "! none by me"]);
  expect(resultTexts(stage.events)).toEqual(["tea", "none", "[empty]"]);
  await stage.demandReplay();
});

verifies("agent.asks", "with nobody there it is answered as ever, and no question is recorded", async () => {
  await using stage = await attend({ attended: false, replies: [asks("Which?"), reply().text("Tea, I assume.")] });
  await stage.prompt("make me something");
  expect({ told: told(stage.events), read: resultTexts(stage.events) }).toEqual({
    told: [],
    read: ["Nobody is there to answer. Go on with the assumption you find best, and state it in your final answer."],
  });
  await stage.demandReplay();
});

verifies("agent.asks", "an interruption leaves nothing open, and the thread goes on", async () => {
  await using stage = await attend({ replies: [asks("Which?", "And then?"), reply().text("All right.")] });
  const asked = stage.next("question.asked");
  const outcome = stage.prompt("make me something");
  const { question } = await asked;
  stage.thread.submit({ type: "turn.interrupt", reason: "enough" });
  expect(await outcome).toMatchObject({ status: "interrupted" });
  expect({ told: told(stage.events), read: resultTexts(stage.events) }).toEqual({
    told: ["? Which? tea|coffee", "! undefined by nobody", "turn.interrupted"],
    read: ["[interrupted]", "Interrupted before it was run."],
  });
  stage.thread.submit({ type: "question.answer", question, answer: "too late", by: "me" });
  expect(await stage.prompt("then do not")).toMatchObject({ status: "completed" });
  const { openQuestions } = await foldEvents(threadState, stage.events);
  expect([...openQuestions]).toEqual([]);
  await stage.demandReplay();
});

verifies("agent.asks", "a secret that a person types is not recorded", async () => {
  const secret = "correct-horse-battery-staple";
  await using stage = await attend({ env: { DEPLOY_TOKEN: secret }, replies: [asks("Password?"), reply().text("Thanks.")] });
  stage.thread.listen((event) => {
    if (event.type === "question.asked")
      stage.thread.submit({ type: "question.answer", question: event.question, answer: `it is ${secret}`, by: "me" });
  });
  await stage.prompt("log in");
  expect(JSON.stringify(stage.events)).not.toContain(secret);
  expect(told(stage.events).at(-1)).toMatch(/^! it is .* by me$/);
  await stage.demandReplay();
});

const write = reply().tool("write", { path: "a.txt", content: "" }).tool("write", { path: "b.txt", content: "" });

verifies("agent.approval-bound", "a question that is interrupted is decided: denied by nobody, and nothing is open", async () => {
  await using stage = await attend({ flags: { mode: "ask" }, replies: [write, reply().text("All right.")] });
  const asked = stage.next("approval.requested");
  const outcome = stage.prompt("write");
  const { approval, requestHash } = await asked;
  stage.thread.submit({ type: "turn.interrupt", reason: "enough" });
  expect(await outcome).toMatchObject({ status: "interrupted", denied: 0 });
  stage.thread.submit({ type: "approval.decide", approval, requestHash, decision: "allow", by: "me", reason: "" });
  expect(told(stage.events)).toEqual(["deny by nobody [interrupted]", "turn.interrupted"]);
  expect(resultTexts(stage.events)).toEqual(["Interrupted before it was run.", "Interrupted before it was run."]);
  expect((await foldEvents(threadState, stage.events)).openApprovals.size).toBe(0);
  await stage.prompt("then do not");
  expect(stage.workspace.exists("a.txt")).toBe(false);
  await stage.demandReplay();
});

verifies("agent.approval-bound", "a question that is open when the time is over is decided, too", async () => {
  await using stage = await attend({ flags: { mode: "ask", "budget.time": "2s" }, replies: [write] });
  expect(await stage.prompt("write")).toMatchObject({ status: "failed", error: { code: "budget.reached" } });
  expect(told(stage.events)).toEqual(["deny by nobody [interrupted]", "turn.failed"]);
  await stage.demandReplay();
});

verifies("policy.always", "the request shows what allowing it for always would write, and that is what is written", async () => {
  await using stage = await attend({
    flags: { mode: "ask" },
    replies: [
      reply().tool("shell", { script: "tool deploy --fast" }).tool("write", { path: "a\u202e.txt", content: "" }),
      reply().text("Done."),
    ],
  });
  const shown: (string | undefined)[] = [];
  stage.thread.listen((event) => {
    if (event.type !== "approval.requested") return;
    shown.push(event.rules);
    const { approval, requestHash } = event;
    stage.thread.submit({ type: "approval.decide", approval, requestHash, decision: "allow", by: "me", reason: "", remember: "user" });
  });
  await stage.prompt("deploy");
  const written = readFileSync(`${stage.home}/policy.toml`, "utf8");
  expect(shown).toEqual([
    '[[rule]]\ncommand = ["tool", "deploy"]\ndecision = "allow"\nreason = "A person has answered so for always."\n',
    '[[rule]]\npath = "a\\u202e.txt"\neffects = ["write"]\ndecision = "allow"\nreason = "A person has answered so for always."\n',
  ]);
  expect(written).toBe(shown.map((text) => `\n${text!.replaceAll("\\u202e", "\u202e")}`).join(""));
  await stage.demandReplay();
});

import { expect } from "vitest";
import { Inbox, type Prompt } from "../../src/agent/inbox.ts";
import type { Command } from "../../src/contract/command.ts";
import { verifies } from "../verifies.ts";

const say = (text: string): Prompt => ({ text, parts: [{ type: "text", text }] });
const partsOf = (text: string) => say(text).parts;
const decide = (requestHash: string): Extract<Command, { type: "approval.decide" }> => ({
  type: "approval.decide",
  approval: "a1",
  requestHash,
  decision: "allow",
  by: "me",
  reason: "",
});

verifies("agent.inbox", "what was to join a turn that has ended comes first", () => {
  const inbox = new Inbox();
  inbox.queue(say("later"));
  inbox.steer(say("now"));
  inbox.steer(say("too late"));
  expect([inbox.takeSteering(), inbox.takeSteering()]).toEqual([[partsOf("now"), partsOf("too late")], []]);
  inbox.steer(say("missed"));
  expect([inbox.next(), inbox.next(), inbox.next()]).toEqual([partsOf("missed"), partsOf("later"), undefined]);
});

verifies("agent.waiting", "what waits is listed in the order in which it is taken", () => {
  const inbox = new Inbox();
  inbox.queue(say("b"));
  inbox.steer(say("a"));
  inbox.queue({
    text: "c",
    parts: [...partsOf("c"), { type: "image", mediaType: "image/png", image: { blob: "0".repeat(64), bytes: 1 } }],
  });
  expect(inbox.waiting).toEqual([
    { id: "waiting-2", text: "a", images: 0, delivery: "steer" },
    { id: "waiting-1", text: "b", images: 0, delivery: "queue" },
    { id: "waiting-3", text: "c", images: 1, delivery: "queue" },
  ]);
  inbox.postpone("waiting-2");
  inbox.postpone("waiting-1");
  inbox.withdraw("waiting-3");
  inbox.withdraw("waiting-3");
  inbox.withdraw("waiting-99");
  expect([inbox.takeSteering(), inbox.next(), inbox.next(), inbox.next()]).toEqual([[], partsOf("b"), partsOf("a"), undefined]);
});

verifies("agent.paused", "what is paused is not taken, and what a person says then comes before it", () => {
  const inbox = new Inbox();
  inbox.queue(say("b"));
  inbox.steer(say("a"));
  inbox.pause();
  expect([inbox.next(), inbox.paused, inbox.empty]).toEqual([undefined, true, false]);
  inbox.putFirst(say("no, this"));
  inbox.release();
  expect([inbox.next(), inbox.next(), inbox.next(), inbox.next()]).toEqual([partsOf("no, this"), partsOf("a"), partsOf("b"), undefined]);
});

verifies("agent.approval-bound", async () => {
  const inbox = new Inbox();
  const answers: unknown[] = [];
  const asked = inbox
    .ask({ approval: "a1", requestHash: "h1", signal: new AbortController().signal })
    .then((answer) => answers.push(answer));
  inbox.decide(decide("of another request"));
  await Promise.resolve();
  expect(answers).toEqual([]);
  inbox.decide(decide("h1"));
  await asked;
  inbox.decide(decide("h1"));
  expect(answers).toEqual([decide("h1")]);
});

verifies("agent.approval-bound", "an interruption ends the question", async () => {
  const inbox = new Inbox();
  const interrupt = new AbortController();
  const asked = inbox.ask({ approval: "a1", requestHash: "h1", signal: interrupt.signal });
  interrupt.abort(new Error("enough"));
  await expect(asked).rejects.toThrow("enough");
  await expect(inbox.ask({ approval: "a1", requestHash: "h1", signal: interrupt.signal })).rejects.toThrow("enough");
});

verifies("agent.asks", "an answer is for the question that is asked, and given once", async () => {
  const inbox = new Inbox();
  const { signal } = new AbortController();
  inbox.answer("q1", { answer: "too early", by: "me" });
  const first = inbox.question({ question: "q1", signal });
  inbox.answer("q2", { answer: "of another", by: "me" });
  inbox.answer("q1", { answer: "tea", by: "me" });
  inbox.answer("q1", { answer: "coffee", by: "me" });
  const interrupt = new AbortController();
  const second = inbox.question({ question: "q2", signal: interrupt.signal });
  interrupt.abort(new Error("enough"));
  expect(await first).toEqual({ answer: "tea", by: "me" });
  await expect(second).rejects.toThrow("enough");
});

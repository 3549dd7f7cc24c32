import { expect } from "vitest";
import { Inbox } from "../../src/agent/inbox.ts";
import type { Command } from "../../src/contract/command.ts";
import type { StoredPart } from "../../src/contract/event.ts";
import { verifies } from "../verifies.ts";

const say = (text: string): StoredPart[] => [{ type: "text", text }];
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
  expect([inbox.takeSteering(), inbox.takeSteering()]).toEqual([[say("now"), say("too late")], []]);
  inbox.steer(say("missed"));
  expect([inbox.next(), inbox.next(), inbox.next()]).toEqual([say("missed"), say("later"), undefined]);
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

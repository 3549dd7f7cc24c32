import { expect } from "vitest";
import type { Event } from "../../src/contract/event.ts";
import { eventLines } from "../../src/surfaces/support/event-lines.ts";
import { styleFor } from "../../src/surfaces/support/style.ts";
import { verifies } from "../verifies.ts";

function linesOf(event: object): string[] {
  return eventLines(event as Event, { style: styleFor({}, {}), verbosity: "verbose" });
}

verifies("surfaces.later-version", () => {
  expect(linesOf({ type: "moon.risen", phase: "full" })).toEqual([]);
});

verifies("surfaces.hostile", "the code of an error, which any log may hold", () => {
  const error = { code: "x\u001b[2J\n", message: "m\u001b", at: "a\u001b", hint: "h\u001b" };
  expect(linesOf({ type: "turn.failed", error })).toEqual(["✗ m\\x1b [x\\x1b[2J\\n]", "  at a\\x1b", "  h\\x1b"]);
});

verifies("surfaces.hostile", "a person's command, and a question with its answer", () => {
  expect([
    ...linesOf({ type: "item.started", item: "user-1", kind: "user", name: "shell", input: { script: "echo \u001b[2J" } }),
    ...linesOf({
      type: "item.completed",
      item: "user-1",
      kind: "user",
      name: "shell",
      ok: true,
      parts: [{ type: "text", text: "o\u001b" }],
    }),
    ...linesOf({ type: "question.asked", question: "q", item: "c", text: "Which\u202e?\nmore", choices: ["t\u0007ea"] }),
    ...linesOf({ type: "question.answered", question: "q", answer: "te\u001ba", by: "me" }),
    ...linesOf({ type: "question.answered", question: "q", by: "nobody" }),
  ]).toEqual(["! echo \\x1b[2J", "  o\\x1b", "? Which\\u202e?", "  - t\\x07ea", "> te\\x1ba"]);
});

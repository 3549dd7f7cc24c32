import { expect } from "vitest";
import { Typing } from "../../../../src/surfaces/tui/app/typing.ts";
import { pressed, type Key } from "../../../../src/surfaces/tui/terminal/keys.ts";
import { verifies } from "../../../verifies.ts";

const one: Key = { type: "text", text: "1" };
const question = { pane: "question", asks: true };
const prompt = { pane: "prompt", asks: false };

function targets(...keys: readonly [Key, { pane: string; asks: boolean }, now: number][]): string[] {
  const typing = new Typing<string>();
  return keys.map(([key, where, now]) => typing.paneFor(key, { ...where, now }));
}

verifies("question.answers", "what is typed in one go stays in the prompt, also when a question comes up meanwhile", () => {
  expect({
    inOneGo: targets([one, prompt, 0], [one, question, 300], [pressed("enter"), question, 650], [one, question, 1100]),
    noticed: targets([one, prompt, 0], [one, question, 400]),
    stopped: targets([one, prompt, 0], [pressed("escape"), question, 100]),
    untouched: targets([one, question, 5]),
    opened: targets([one, prompt, 0], [one, { pane: "picker", asks: false }, 100]),
  }).toEqual({
    inOneGo: ["prompt", "prompt", "prompt", "question"],
    noticed: ["prompt", "question"],
    stopped: ["prompt", "question"],
    untouched: ["question"],
    opened: ["prompt", "picker"],
  });
});

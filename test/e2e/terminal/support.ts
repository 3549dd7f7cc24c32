import type { Event } from "../../../src/contract/event.ts";
import type { TestTerminal } from "../../surfaces/tui/harness/test-terminal.ts";

/** A package whose only test fails. */
export const brokenSum = {
  "package.json": JSON.stringify({ name: "sum", type: "module", scripts: { test: "node --test" } }),
  "sum.js": "export const sum = (a, b) => a - b;\n",
  "sum.test.js": `import assert from "node:assert";
import { test } from "node:test";
import { sum } from "./sum.js";

test("sum", () => assert.equal(sum(1, 2), 3));
`,
};

/** Types a line and presses Enter. */
export async function enter(terminal: TestTerminal, line: string): Promise<void> {
  await terminal.type(line);
  await terminal.press("enter");
}

/** Answers a question that has just come up: a key that types nothing says that it is noticed, without which what is typed on stays in the prompt. */
export async function answer(terminal: TestTerminal, ...keys: string[]): Promise<void> {
  await terminal.press("home", ...keys);
}

/** Whether the text has come and nothing is at work any more. */
export function atRest(text: RegExp): (screen: string) => boolean {
  return (screen) => text.test(screen) && screen.includes("> What is to be done?") && !/Esc interrupts|interrupting …/.test(screen);
}

/** What was said in words. */
export function textOf(parts: Extract<Event, { type: "prompt.admitted" }>["parts"]): string {
  return parts.map((part) => (part.type === "text" ? (typeof part.text === "string" ? part.text : "(long)") : `(${part.type})`)).join("\n");
}

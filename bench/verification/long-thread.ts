import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../../src/contract/check.ts";
import type { Event, Receipt } from "../../src/contract/event.ts";
import type { FileChange } from "../../src/verify/tampering/work.ts";
import { checkOf, countsOf, eventsOf, receiptOf } from "../../test/verify/claims/evidence.ts";

/** A thread of 200 events, half of its calls runs of tests with long outputs, and what is judged at its end. */
export interface LongThread {
  events: Event[];
  message: string;
  contract: Check[];
  baseline: Receipt[];
  final: Receipt[];
  /** Of a check. */
  output: string;
  changes: FileChange[];
}

const EVENTS = 200;
const STEPS = 80;

const message = [
  "I fixed `sum` in `src/f3.ts`. I ran `npm test` and all 42 tests pass.",
  "- Added a test in `test/sum.test.ts`\n- No other files were changed.",
  "The build passes and lint is clean.",
].join("\n\n");

export function longThread(): LongThread {
  const output = readFileSync(join(import.meta.dirname, "../../test/fixtures/outputs/jest.txt"), "utf8").repeat(20);
  const steps = Array.from({ length: STEPS }, (_, index) =>
    index % 2 === 0 ? { script: "npm test 2>&1 | tail -50", output } : { edit: [`modified src/f${index}.ts`] },
  );
  const events = [{ type: "turn.started", turn: 1, prompt: "p" }, ...steps.flatMap(eventsOf)] as unknown as Event[];
  while (events.length < EVENTS) events.push({ type: "step.started" } as Event);
  const check = checkOf("test", "tests", "npm", "test");
  const final = [receiptOf(check, 0, countsOf(42))];
  const code = (body: string) => `export function sum(values: number[]): number {\n  ${body}\n}\n`;
  const test = (count: number) =>
    Array.from({ length: count }, (_, n) => `test("adds ${n}", () => {\n  expect(sum([1, ${n}])).toBe(${n + 1});\n});\n`).join("");
  const changes = [
    { path: "src/f3.ts", before: code("return 0;"), after: code("return values.reduce((all, value) => all + value, 0);") },
    { path: "test/sum.test.ts", before: test(40), after: test(41) },
  ];
  return { events, message, contract: [check], baseline: [], final, output, changes };
}

/**
 * Times what reading and judging a final message costs: a thread of 200 events, half of them runs of tests with long outputs.
 * The first round has the loading of the code in it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Event } from "../src/contract/event.ts";
import { work } from "../src/log/folds/work.ts";
import { gatherEvidence } from "../src/verify/claims/evidence.ts";
import { judgeClaims } from "../src/verify/claims/judge-claims.ts";
import { checkOf, countsOf, eventsOf, receiptOf } from "../test/verify/claims/evidence.ts";

const ROUNDS = 10;
const STEPS = 80;
const output = readFileSync(join(import.meta.dirname, "../test/fixtures/outputs/jest.txt"), "utf8").repeat(20);
const message = [
  "I fixed `sum` in `src/f3.ts`. I ran `npm test` and all 42 tests pass.",
  "- Added a test in `test/sum.test.ts`\n- No other files were changed.",
  "The build passes and lint is clean.",
].join("\n\n");

const steps = Array.from({ length: STEPS }, (_, index) =>
  index % 2 === 0 ? { script: "npm test 2>&1 | tail -50", output } : { edit: [`modified src/f${index}.ts`] },
);
const events = [{ type: "turn.started", turn: 1, prompt: "p" }, ...steps.flatMap(eventsOf)] as unknown as Event[];
while (events.length < 200) events.push({ type: "step.started" } as Event);
const check = checkOf("test", "tests", "npm", "test");

for (let round = 1; round <= ROUNDS; round++) {
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const done = events.reduce((view, event) => work.step(view, event), work.start());
  const evidence = await gatherEvidence(done, { contract: [check], baseline: [], final: [receiptOf(check, 0, countsOf(42))], earlier: [] });
  const claims = judgeClaims(message, evidence);
  const { user, system } = process.cpuUsage(cpu);
  const ms = performance.now() - startedAt;
  console.log(
    `${round}: ${events.length} events, ${claims.length} claims: ${ms.toFixed(1)} ms, of which ${((user + system) / 1000).toFixed(1)} ms of CPU`,
  );
}

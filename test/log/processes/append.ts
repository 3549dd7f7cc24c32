/** Appends to a thread until it is killed; prints each event's `seq` once its append has returned. */
import { writeSync } from "node:fs";
import type { EventBody } from "../../../src/contract/event.ts";
import { openLog } from "../../../src/log/writer.ts";

const [home, thread] = process.argv.slice(2) as [string, string];
const { log } = await openLog({ home, thread });
for (let turn = 1; ; turn++) {
  const bodies: EventBody[] = [
    { type: "turn.started", turn, prompt: `p${turn}` },
    { type: "fact.recorded", turn, fact: "noise", value: "x".repeat((turn * 7919) % 20_000) },
    { type: "turn.completed", turn, text: "done", steps: 1 },
  ];
  for (const body of bodies) writeSync(1, `${log.append(body, { durable: body.type === "turn.started" && turn % 5 === 0 }).seq}\n`);
}

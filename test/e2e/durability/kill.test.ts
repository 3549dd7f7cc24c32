import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import type { Event } from "../../../src/contract/event.ts";
import type { RunningProgram } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";
import { setStage } from "../harness.ts";
import { done, files, goOn, lookAt } from "./errand.ts";
import { expectKept, wholeLines } from "./kept-log.ts";
import { seed, wholeFrom } from "../../random.ts";

/** Kills in all. More of them, and at other places: DURABILITY_KILLS=100 TEST_SEED=7. */
const wanted = Number(process.env["DURABILITY_KILLS"] ?? 15);
/** Of one thread, each of a process of its own: what went on after a crash crashes, too. */
const killsOfOne = 5;

type Random = (below: number) => number;

verifies("agent.kill", `${wanted} kills, seed ${seed}`, async () => {
  const random = wholeFrom(seed);
  for (let kills = 0; kills < wanted;) kills += await survive(Math.min(killsOfOne, wanted - kills), random);
});

/** The errand, in as many processes as it takes when this many of them are killed. Returns how many were: some end before. */
async function survive(kills: number, random: Random): Promise<number> {
  await using stage = await setStage({ files, server: { endless: goOn } });
  const acknowledged: string[] = [];
  for (let killed = 0; ; killed++) {
    await using running = stage.startExec(["--json", ...nextTask(acknowledged)]);
    if (killed < kills) await killSomewhere(running, random);
    const { signal, code, stdout, stderr } = await running.ended;
    acknowledged.push(...wholeLines(stdout));
    await expectKept(stage, acknowledged, signal === null ? ["intact"] : ["intact", "unsigned"]);
    if (signal !== null) continue;

    expect({ code, stderr, left: await lookAt(stage.workspace) }).toEqual({ code: 0, stderr: "", left: done });
    return killed;
  }
}

/** What was not acknowledged is asked for again. */
function nextTask(acknowledged: readonly string[]): string[] {
  const events = acknowledged.map((line) => JSON.parse(line) as Event);
  const task = events.some(({ type }) => type === "prompt.admitted") ? [] : ["run the errand"];
  const agreed = events.some((event) => event.type === "fact.recorded" && event.fact === "terms");
  return [...task, ...(agreed ? [] : ["--check", "grep -qx 12 ledger.txt"]), ...(events[0] ? ["--resume", events[0].thread] : [])];
}

/** After a random event, and then at a random moment of what follows it. */
async function killSomewhere(running: RunningProgram, random: Random): Promise<void> {
  try {
    for (let events = random(30); events >= 0; events--) await running.until<Event>(() => true);
  } catch {
    return; // It has ended before.
  }
  await pause(random(15));
  running.kill("SIGKILL");
}

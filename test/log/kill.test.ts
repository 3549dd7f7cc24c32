import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { verifyLog } from "../../src/log/verify.ts";
import { createLog } from "../../src/log/writer.ts";
import { verifies } from "../verifies.ts";
import { beginning, eventsOf, reopened, start, temporaryHome } from "./helpers.ts";

const ROUNDS = 25;

/** Kills the process in the middle of its work once it has acknowledged `count` numbers; returns all it acknowledged. */
async function killAfter(count: number, program: string, ...args: string[]): Promise<number[]> {
  const child = start(program, ...args);
  const closed = new Promise((resolve) => child.once("close", resolve));
  let text = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (chunk: string) => {
    text += chunk;
    if (text.split("\n").length > count) child.kill("SIGKILL");
  });
  await closed;
  return text.split("\n").slice(0, -1).map(Number);
}

verifies("log.kill", `${ROUNDS} kills, each time opened by the next process`, async () => {
  using at = temporaryHome();
  const log = createLog({ home: at.home, ...beginning });
  log.close();
  const { home, thread } = { home: at.home, thread: log.thread };
  let acknowledged = 0;

  for (let round = 0; round < ROUNDS; round++) {
    const seqs = await killAfter(1 + ((round * 37) % 101), "append.ts", home, thread);
    acknowledged += seqs.length;

    const events = await eventsOf(home, thread);
    expect(events.length).toBeGreaterThan(seqs.at(-1)!);
    const { status, tampering, skipped } = await verifyLog({ home, thread });
    expect({ tampering, skipped }).toEqual({ tampering: undefined, skipped: [] });
    expect(["intact", "unsigned"]).toContain(status);
  }

  const { events, verification } = await reopened(home, thread);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
  expect(events.length).toBeGreaterThan(acknowledged);
  expect(verification).toMatchObject({ lines: events.length, skipped: [] });
});

verifies("log.kill", "control: a buffering stream loses what it acknowledged", async () => {
  using at = temporaryHome();
  let lost = 0;
  for (let round = 0; round < 5; round++) {
    const path = join(at.home, `buffered-${round}.jsonl`);
    writeFileSync(path, "");
    const seqs = await killAfter(50, "append-buffered.ts", path);
    const kept = readFileSync(path, "utf8").split("\n").length - 1;
    lost += Math.max(0, seqs.length - kept);
  }
  expect(lost).toBeGreaterThan(0);
});

import { FettleError } from "../contract/error.ts";
import type { Event } from "../contract/event.ts";
import { threadPaths } from "./home.ts";
import { readLines } from "./lines.ts";
import { parseLine } from "./parse-line.ts";

/** The event another thread goes on from: its place and the hash of its line. */
export type ForkPoint = Event<"thread.forked">["from"];

/** The points from which a thread was forked, oldest first; empty for a thread that was started. */
export async function ancestorsOf(home: string, thread: string): Promise<ForkPoint[]> {
  const points: ForkPoint[] = [];
  for (let child = thread; ;) {
    const { dir } = threadPaths(home, child);
    const first = await firstEvent(dir, child);
    if (first?.type !== "thread.forked") return points;
    const { from } = first;
    if (from.thread === thread || points.some((point) => point.thread === from.thread))
      throw new FettleError("log.corrupt", `Thread ${child} is a fork of its own fork.`, { at: dir });
    points.unshift(from);
    child = from.thread;
  }
}

async function firstEvent(dir: string, thread: string): Promise<Event | undefined> {
  for await (const [line] of readLines(dir)) {
    const parsed = parseLine(line!, thread);
    return typeof parsed === "string" ? undefined : parsed;
  }
  return undefined;
}

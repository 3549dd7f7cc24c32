import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { Event, EventBody } from "../../src/contract/event.ts";
import { readEvents } from "../../src/log/events.ts";
import { threadPaths } from "../../src/log/home.ts";
import { createLog, openLog } from "../../src/log/writer.ts";

export const beginning = { workspace: "/home/u/project", model: "lab/model", sandbox: "none", fettle: "0.1.0" };

export interface TemporaryHome extends Disposable {
  home: string;
}

export function temporaryHome(): TemporaryHome {
  const home = mkdtempSync(join(tmpdir(), "fettle-log-"));
  return { home, [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }) };
}

/** A clock that moves by one millisecond at each look. */
export function steppingClock(start = 1_700_000_000_000): () => number {
  let now = start;
  return () => now++;
}

export function note(text: string): EventBody {
  return { type: "fact.recorded", fact: "note", value: text };
}

/** A closed thread of `turns` turns of four events each, after its beginning. */
export function writeThread(home: string, turns: number): string {
  using log = createLog({ home, ...beginning });
  for (let turn = 1; turn <= turns; turn++) {
    log.append({ type: "turn.started", turn, prompt: `p${turn}` });
    log.append({ ...note(`one of turn ${turn}`), turn });
    log.append({ ...note(`two of turn ${turn}`), turn });
    log.append({ type: "turn.completed", turn, text: "done", steps: 1 });
  }
  return log.thread;
}

export function segmentFile(home: string, thread: string, number = 1): string {
  return join(threadPaths(home, thread).dir, `events-${String(number).padStart(4, "0")}.jsonl`);
}

export function logText(home: string, thread: string): string {
  return readFileSync(segmentFile(home, thread), "utf8");
}

export async function eventsOf(home: string, thread: string): Promise<Event[]> {
  return Array.fromAsync(readEvents(home, thread));
}

/** Opens the thread, notes what it reports and closes it. */
export async function reopened(home: string, thread: string) {
  const events: Event[] = [];
  const { log, verification } = await openLog({ home, thread, onEvent: (event) => events.push(event) });
  log.close();
  return { events, verification };
}

/** Starts one of the programs in `processes/`. */
export function start(program: string, ...args: string[]): ChildProcessByStdio<Writable, Readable, null> {
  return spawn(process.execPath, [join(import.meta.dirname, "processes", program), ...args], { stdio: ["pipe", "pipe", "inherit"] });
}

/** Everything the process printed until it ended. */
export async function output(child: ReturnType<typeof start>): Promise<string> {
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  await once(child, "close");
  return text;
}

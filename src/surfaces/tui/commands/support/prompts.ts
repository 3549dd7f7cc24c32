import type { Event } from "../../../../contract/event.ts";
import type { Origin } from "../../../../agent/open-record.ts";
import { partsText } from "../../state/texts.ts";

/** A prompt that a turn began with. */
export interface PastPrompt {
  /** The thread whose log has it: a fork has the prompts of others, too. */
  thread: string;
  seq: number;
  text: string;
  at: number;
  /** Goes on as if it had never been given. */
  before: Extract<Origin, { kind: "fork" }>;
  /** What the thread has committed since, oldest first. */
  checkpoints: string[];
}

/** The prompts of a thread, oldest first. */
export async function promptsOf(events: AsyncIterable<Event>): Promise<PastPrompt[]> {
  const prompts: PastPrompt[] = [];
  let last: Event | undefined;
  for await (const event of events) {
    if (event.type === "prompt.admitted" && event.by === "user" && last !== undefined) {
      const { thread, seq, at, parts } = event;
      prompts.push({
        thread,
        seq,
        at,
        text: partsText(parts),
        before: { kind: "fork", thread: last.thread, seq: last.seq },
        checkpoints: [],
      });
    }
    if (event.type === "transaction.committed") for (const prompt of prompts) prompt.checkpoints.push(...event.checkpoints);
    last = event;
  }
  return prompts;
}

/** `2026-11-21 18:30` */
export function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

/** A text as a label: its first line that says something. */
export function labelOf(text: string): string {
  return text.trim().split("\n", 1)[0]!.slice(0, 200);
}

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { FettleError } from "../contract/error.ts";
import { ifThere } from "./if-there.ts";

const segmentName = /^events-(\d{4,})\.jsonl$/;

/** The numbers of the files that make up a thread's log, in order. Throws `thread.missing` when there are none. */
export function segmentNumbers(threadDir: string): number[] {
  const names = ifThere(() => readdirSync(threadDir)) ?? [];
  const numbers = names.map((name) => Number(segmentName.exec(name)?.[1])).filter((number) => number > 0);
  if (numbers.length === 0)
    throw new FettleError("thread.missing", "There is no log of this thread.", {
      at: threadDir,
      hint: "`fettle threads` lists those that are there.",
    });
  return numbers.sort((a, b) => a - b);
}

export function segmentPath(threadDir: string, number: number): string {
  return join(threadDir, `events-${String(number).padStart(4, "0")}.jsonl`);
}

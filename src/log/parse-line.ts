import type { Event } from "../contract/event.ts";
import type { Line } from "./lines.ts";

/** A line that is no event, and what is wrong with it. */
export interface SkippedLine {
  thread: string;
  /** The place in the order of events where it stands. */
  seq: number;
  segment: number;
  offset: number;
  bytes: number;
  problem: string;
}

/** The event on the line, or what is wrong with it. Checks the envelope only: types of later versions pass. */
export function parseLine(line: Pick<Line, "bytes" | "whole">, thread: string): Event | string {
  if (!line.whole) return "cut off";
  let value: Partial<Event> | null;
  try {
    value = JSON.parse(line.bytes.toString("utf8")) as Partial<Event> | null;
  } catch {
    return "not JSON";
  }
  if (value === null || typeof value !== "object" || typeof value.type !== "string" || !Number.isSafeInteger(value.seq))
    return "not an event";
  if (value.v !== 1) return `of the unknown version ${JSON.stringify(value.v)}`;
  if (value.thread !== thread) return "of another thread";
  return value as Event;
}

export function skippedLine({ segment, offset, bytes }: Line, where: { thread: string; seq: number; problem: string }): SkippedLine {
  return { ...where, segment, offset, bytes: bytes.length };
}

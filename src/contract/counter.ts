import type { Counts } from "./event.ts";

/** One summary of a test runner, of the tests it was about. */
export interface Tally {
  /** Index of the summary's last line in what was read. */
  at: number;
  passed: number;
  failed: number;
  skipped: number;
  failures: Counts["failures"];
}

/** Reads what the runner of one kind printed. */
export interface Counter {
  /** As `counts.runner` has it: `vitest`. */
  name: string;
  /** Texts of which its output has at least one: without any it is not asked. */
  marks: readonly string[];
  /** A line that a run begins with, where there is one: what it prints again belongs to another run. */
  begins?: RegExp;
  /** It counts lines instead of reading a sum, and is not believed when some are missing. */
  adds?: true;
  /** The last summary in the output of one run; undefined when it has none. Must be linear in the length of the lines. */
  read(lines: readonly string[]): Tally | undefined;
}

export function defineCounter(counter: Counter): Counter {
  return counter;
}

/** What is known without loading the file; generated. */
export interface CounterEntry {
  name: string;
  marks: readonly string[];
  load(): Promise<{ default: Counter }>;
}

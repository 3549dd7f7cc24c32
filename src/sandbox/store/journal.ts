/**
 * What a checkpoint wrote down before it touched anything, and when it was done: two files of JSON lines in its folder.
 * The intent is complete when it ends with its own count; the checkpoint is done when `done.jsonl` is whole.
 */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { EntryState, Label } from "../change-set.ts";
import { toPathBytes } from "../path-bytes.ts";

/** One step. Steps are taken in order, and taken back in reverse. */
export interface Step {
  n: number;
  /** Steps of one section concern different places; its `meta` steps come last. */
  section: number;
  /**
   * `place`: what is at the path goes to `displaced/<n>`, what is staged takes its place. Either may be nothing.
   * `meta`: mode, owner and time of a folder that stays; also of each folder that entries come to or leave.
   * `kept`: the path is as it is to be already; what was there before is staged and goes to `displaced/<n>`.
   */
  kind: "place" | "meta" | "kept";
  path: string;
  before: EntryState | null;
  after: EntryState | null;
  /** Relative to the store, or absolute when it is elsewhere. */
  staged: string | null;
  /** When what is staged was made: inode numbers are soon used again. */
  born?: bigint;
  entries: number;
  /** Of the content that goes to `displaced`. */
  bytes: number;
  /** The steps of other checkpoints that this one takes back. */
  reverses: StepRef[];
}

export interface StepRef {
  checkpoint: string;
  n: number;
}

export interface JournalHead {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  label: Label;
  kind: "commit" | "record" | "undo" | "redo";
  undoes: string[];
  /** The file system's clock before the first step. */
  begin: bigint;
}

export interface DoneHead extends JournalHead {
  changes: number;
  bytes: number;
  /** The same after the last step. */
  end: bigint;
  /** Numbers of the steps that were not taken, because somebody else came first. */
  missed?: number[];
}

const VERSION = 1;

/** Throws what the disk throws; then nothing is to be trusted to be there. */
export function writeIntent(folder: string, head: JournalHead, steps: readonly Step[]): void {
  writeSynced(join(folder, "intent.jsonl"), [{ version: VERSION, ...head }, ...steps, { count: steps.length }]);
  syncFolder(folder);
}

/**
 * From the moment its line is whole the checkpoint is done. The name is not synced of its own: file systems with a journal sync it with
 * the new file, and where it is lost all the same, the checkpoint is taken back as one that was cut off.
 */
export function writeDone(folder: string, head: DoneHead): void {
  writeSynced(join(folder, "done.jsonl"), [{ version: VERSION, ...head }]);
}

/** Undefined when it was never completed: then no step was taken. */
export function readIntent(folder: string): { head: JournalHead; steps: Step[] } | undefined {
  const lines = readLines(join(folder, "intent.jsonl"));
  const last = lines?.pop() as { count?: number } | undefined;
  const head = lines?.shift() as JournalHead | undefined;
  if (lines === undefined || head === undefined || last?.count !== lines.length) return undefined;
  return { head, steps: lines as Step[] };
}

export function readDone(folder: string): DoneHead | undefined {
  return readLines(join(folder, "done.jsonl"))?.[0] as DoneHead | undefined;
}

/** Undefined when the file is missing or cut off. */
function readLines(path: string): unknown[] | undefined {
  try {
    return readFileSync(toPathBytes(path), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line, revive) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export function toLine(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
}

const bigints = new Set(["mtimeNs", "changedNs", "ino", "born", "begin", "end"]);

export function revive(key: string, value: unknown): unknown {
  return bigints.has(key) && typeof value === "string" ? BigInt(value) : value;
}

export function writeSynced(path: string, values: readonly unknown[]): void {
  const bytes = Buffer.from(values.map((value) => `${toLine(value)}\n`).join(""));
  const file = openSync(toPathBytes(path), "wx", 0o600);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Returns when the names in the folder survive a power cut. */
export function syncFolder(folder: string): void {
  const file = openSync(toPathBytes(folder), "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

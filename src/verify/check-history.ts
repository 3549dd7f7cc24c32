/** What the checks of a workspace cost and how reliable they are, as measured: one small file for each workspace, in Fettle's own folder. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Check } from "../contract/check.ts";
import { sha256 } from "../lib/hash.ts";
import { takeLock } from "../lib/process-lock.ts";

export interface CheckHistory {
  /** Median of its last runs; undefined when it was never run here. */
  usualMs(check: Command): number | undefined;
  /** Times that it ended otherwise when it was run again on the same tree. */
  flakes(check: Command): number;
  /** Times that it ran to its end. */
  runs(check: Command): number;
}

type Command = Pick<Check, "argv" | "cwd">;

interface Entry {
  /** Milliseconds of the last runs, newest last. */
  ms: number[];
  runs: number;
  flakes: number;
  /** Milliseconds since 1970. */
  usedAt: number;
}

const MAX_TIMES = 9;
const MAX_CHECKS = 200;
const LOCK_TRIES = 100;
const LOCK_WAIT_MS = 10;

/** A file that cannot be read is no history. */
export function readCheckHistory(home: string, workspace: string): CheckHistory {
  const entries = read(fileOf(home, workspace));
  const entryOf = (check: Command): Entry | undefined => entries[keyOf(check)];
  return {
    usualMs: (check) => median(entryOf(check)?.ms ?? []),
    flakes: (check) => entryOf(check)?.flakes ?? 0,
    runs: (check) => entryOf(check)?.runs ?? 0,
  };
}

/** Adds one run. Several processes may do so at once; one that gets no turn in a second gives it up: it is only a measure. */
export async function noteRun(
  { home, workspace }: { home: string; workspace: string },
  { check, ms, isFlake }: { check: Command; ms: number; isFlake: boolean },
): Promise<void> {
  const file = fileOf(home, workspace);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  for (let tries = 0; tries < LOCK_TRIES; tries++) {
    const lock = takeLock(`${file}.lock`);
    if ("holder" in lock) {
      await wait(LOCK_WAIT_MS);
      continue;
    }
    try {
      const entries = read(file);
      const key = keyOf(check);
      const { ms: times, runs, flakes } = entries[key] ?? { ms: [], runs: 0, flakes: 0 };
      const entry = {
        ms: [...times, Math.round(ms)].slice(-MAX_TIMES),
        runs: runs + 1,
        flakes: flakes + Number(isFlake),
        usedAt: Date.now(),
      };
      write(file, { ...entries, [key]: entry });
    } finally {
      lock.release();
    }
    return;
  }
}

function fileOf(home: string, workspace: string): string {
  return join(home, "checks", `${sha256(workspace).slice(0, 16)}.json`);
}

/** A command may hold a secret: only its hash is kept. */
function keyOf({ argv, cwd }: Command): string {
  return sha256(JSON.stringify([cwd, argv])).slice(0, 16);
}

function read(file: string): Record<string, Entry> {
  try {
    const found = JSON.parse(readFileSync(file, "utf8")) as unknown;
    if (typeof found !== "object" || found === null) return {};
    return Object.fromEntries(Object.entries(found).filter((pair): pair is [string, Entry] => isEntry(pair[1])));
  } catch {
    return {};
  }
}

function isEntry(value: unknown): value is Entry {
  const { ms, runs, flakes, usedAt } = (value ?? {}) as Partial<Record<keyof Entry, unknown>>;
  const isList = Array.isArray(ms) && ms.every((time) => Number.isFinite(time));
  return isList && Number.isInteger(runs) && Number.isInteger(flakes) && Number.isFinite(usedAt);
}

/** Whole or not at all; what was not used for longest goes first. */
function write(file: string, entries: Record<string, Entry>): void {
  const kept = Object.entries(entries)
    .sort(([, a], [, b]) => b.usedAt - a.usedAt)
    .slice(0, MAX_CHECKS);
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, JSON.stringify(Object.fromEntries(kept)), { mode: 0o600 });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function median(times: readonly number[]): number | undefined {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}

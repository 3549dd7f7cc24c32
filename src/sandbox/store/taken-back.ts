/**
 * When commits that failed or were cut off were taken back, and which paths that touched: renames there and back leave later ctimes
 * on entries than any checkpoint accounts for, and must not be mistaken for somebody's changes.
 */
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toPathBytes } from "../path-bytes.ts";
import { revive, toLine } from "./journal.ts";
import { fileClock, type Site } from "./site.ts";

export interface TakenBack {
  begin: bigint;
  end: bigint;
  paths: ReadonlySet<string>;
}

/** Does the work with a record around it; false when the disk is too full for one. */
export function recordTakingBack(site: Site, paths: readonly string[], act: () => void): boolean {
  const isRecorded = append(site, () => ({ begin: fileClock(site), paths }));
  act();
  return append(site, () => ({ end: fileClock(site) })) && isRecorded;
}

/** For later, when there was no room: it may have been any time after `begin`. */
export function recordTakenBack(site: Site, paths: readonly string[], begin: bigint): void {
  append(site, () => ({ begin, paths, end: fileClock(site) }));
}

export function readTakenBack(site: Site): TakenBack[] {
  let lines: { begin?: bigint; end?: bigint; paths?: string[] }[];
  try {
    lines = readFileSync(toPathBytes(fileOf(site)), "utf8")
      .split("\n")
      .flatMap(parse);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  // Who was cut off while taking back left no end: it was before whatever comes next.
  return lines.flatMap(({ begin, paths, end }, n) => {
    const next = lines[n + 1];
    return begin === undefined ? [] : [{ begin, end: end ?? next?.end ?? next?.begin ?? begin, paths: new Set(paths) }];
  });
}

function append(site: Site, line: () => unknown): boolean {
  try {
    // The newline comes first, after whatever a cut-off writer left.
    appendFileSync(toPathBytes(fileOf(site)), `\n${toLine(line())}`, { mode: 0o600 });
    return true;
  } catch (error) {
    if (!["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    return false;
  }
}

function parse(line: string): [] | [{ begin?: bigint; end?: bigint; paths?: string[] }] {
  try {
    return [JSON.parse(line, revive) as { begin?: bigint; end?: bigint; paths?: string[] }];
  } catch {
    return [];
  }
}

function fileOf(site: Site): string {
  return join(site.folder, "taken-back.jsonl");
}

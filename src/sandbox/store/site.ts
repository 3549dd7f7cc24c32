import { mkdirSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { toPathBytes } from "../path-bytes.ts";
import { namesIn } from "./tree.ts";

/** Where a store lies, and how large it may become. */
export interface Site {
  root: string;
  folder: string;
  insideRoot: boolean;
  quotaBytes: number;
}

const folderNames = ["layers", "checkpoints", "held", "pins", "trash"] as const;

export function inSite(site: Pick<Site, "folder">, area: (typeof folderNames)[number], ...names: string[]): string {
  return join(site.folder, area, ...names);
}

export function makeSiteFolders(folder: string): void {
  for (const name of folderNames) mkdirSync(toPathBytes(join(folder, name)), { recursive: true, mode: 0o700 });
}

/** The time of the store's file system, which is also the root's: not the system clock, which may be finer or another machine's. */
export function fileClock(site: Pick<Site, "folder">): bigint {
  const path = toPathBytes(join(site.folder, "clock"));
  try {
    utimesSync(path, 0, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    writeFileSync(path, "", { mode: 0o600 });
  }
  return statSync(path, { bigint: true }).ctimeNs;
}

/** Names `<prefix><number>` in an area, by number. */
export function numbered(site: Site, area: "checkpoints" | "held", prefix: "c" | "q"): string[] {
  return namesIn(inSite(site, area))
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(1)))
    .sort((a, b) => numberOf(a) - numberOf(b));
}

/** The number of the newest, 0 when there is none. One pass: a commit asks, and there may be thousands. */
export function lastNumber(site: Site, area: "checkpoints" | "held", prefix: "c" | "q"): number {
  let last = 0;
  for (const name of namesIn(inSite(site, area))) {
    const number = name.startsWith(prefix) ? numberOf(name) : NaN;
    if (number > last) last = number;
  }
  return last;
}

function numberOf(id: string): number {
  return Number(id.slice(1));
}

/** Out of the way at once; the removal itself happens later (`trash.ts`). */
export function throwAway(site: Site, path: string): void {
  renameSync(toPathBytes(path), toPathBytes(inSite(site, "trash", randomBytes(8).toString("hex"))));
}

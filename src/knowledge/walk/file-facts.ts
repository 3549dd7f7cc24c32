import { lstatSync, readFileSync, type Stats } from "node:fs";

/** A regular file as a listing finds it. */
export interface FoundFile {
  /** Relative to the workspace, with `/`. */
  path: string;
  size: number;
  mtimeMs: number;
}

/** What lies at a path, without following a link; undefined for nothing, and for what nobody may look at. */
export function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Empty for what cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

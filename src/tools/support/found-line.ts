import type { SearchRoot } from "./search-root.ts";

/** A line that a search shows: one that matches, or one around it. */
export interface FoundLine {
  path: string;
  /** From 1. */
  line: number;
  text: string;
  matches: boolean;
}

export interface Search {
  pattern: string;
  ignoreCase: boolean;
  /** Lines shown around each match. */
  context: number;
  /** Only the first match of each file. */
  firstOnly: boolean;
  root: SearchRoot;
  wanted(path: string): boolean;
  signal: AbortSignal;
  /** Called in the order of paths and lines, until it returns false. */
  onLine(line: FoundLine): boolean;
}

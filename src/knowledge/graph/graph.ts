import type { GraphReader } from "./reader.ts";

export interface UpdateReport {
  /** Files of the workspace that are in the index now. */
  files: number;
  /** Read and outlined anew in this update. */
  outlined: number;
  /** No longer there. */
  removed: number;
  /** Imports that were looked up anew. */
  resolved: number;
  /** Why not all files are in the index; undefined when they are. */
  partial?: string;
  milliseconds: number;
}

export interface UpdateProgress {
  phase: "list" | "outline" | "resolve";
  done: number;
  total: number;
}

/**
 * The index of one workspace. Reading (`reader`) needs no waiting, at any time: it sees what the last update committed. Who wants to
 * be sure that the index has what is on the disk awaits `update()` first; with the paths that may have changed it takes milliseconds.
 */
export interface Graph {
  /** Absolute and real. */
  readonly workspace: string;
  readonly reader: GraphReader;
  /** `partial`: it holds some files of the workspace, because the first update has not ended or a limit was reached. */
  readonly state: "empty" | "partial" | "complete";
  /**
   * Brings the index in step with the disk: all of it, or these files and folders (relative to the workspace; they may be gone).
   * Updates wait for each other, and for other processes that update the same index.
   * Rejects with the reason of the signal, or when the index cannot be written; what was committed stays.
   */
  update(paths?: readonly string[]): Promise<UpdateReport>;
  /** Ends what runs; the index stays as it is. */
  close(): Promise<void>;
}

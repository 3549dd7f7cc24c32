import type { CommandOptions, Jobs } from "../contract/sandbox.ts";
import type { Backend, Order, Process, View } from "./backend.ts";
import type { WorkspaceFiles } from "./files.ts";
import type { Store } from "./store/store.ts";

/** A place that commands may write to: the workspace, or another folder that it needs. */
export interface Root {
  /** Absolute and real. */
  path: string;
  files: WorkspaceFiles;
  store: Store;
  /** How people and the log name a path of this root. */
  name(path: string): string;
}

/** What the transactions of one box share. */
export interface Kernel {
  backend: Backend;
  /** Absolute, real path of the first root. */
  workspace: string;
  /** Nothing may be written at all. */
  readOnly: boolean;
  /** Of the workspace. */
  files: WorkspaceFiles;
  jobs: Jobs;
  /** Opens the stores at the first call. The workspace comes first. */
  roots(): Promise<readonly [Root, ...Root[]]>;
  launch(what: Order["what"], command: Pick<CommandOptions, "cwd" | "env" | "stdin">, view: View): Promise<Process>;
  /** More deletions at once than these are held back. */
  maxDeletions: number;
}

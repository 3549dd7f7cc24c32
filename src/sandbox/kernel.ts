import type { Backend, Order, Process, View } from "../contract/backend.ts";
import type { CommandOptions, PathBans } from "../contract/sandbox.ts";
import type { DirectWrites } from "./direct-writes.ts";
import type { WorkspaceFiles } from "./files.ts";
import type { JobWrites } from "./job-writes.ts";
import type { BoxJobs } from "./jobs.ts";
import type { Root } from "./roots.ts";

/** What the transactions of one box share. */
export interface Kernel {
  backend: Backend;
  /** Absolute, real path of the first root. */
  workspace: string;
  /** Nothing may be written at all. */
  readOnly: boolean;
  /** Of the workspace, as far as they may be read. */
  files: WorkspaceFiles;
  jobs: BoxJobs;
  /** The workspace comes first. */
  roots: readonly [Root, ...Root[]];
  launch(what: Order["what"], command: Pick<CommandOptions, "cwd" | "env" | "stdin">, view: View): Promise<Process>;
  /** What writes past the layers. */
  direct: DirectWrites;
  jobWrites: JobWrites;
  /** More deletions at once than these are held back. */
  maxDeletions: number;
  /** What may not be changed. */
  bans: PathBans | undefined;
}

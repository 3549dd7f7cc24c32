import type { Box } from "./sandbox.ts";

/** One piece of what the model is told before the conversation. */
export interface Piece {
  source: string;
  /** Where the text came from: a path, `built in`. */
  from: string;
  text: string;
}

export interface SourceContext {
  workspace: string;
  files: Pick<Box["files"], "read" | "facts" | "list">;
  /** One line about the sandbox, from its traits. */
  sandbox: string;
  /** True when nobody is there to answer the model's questions. */
  unattended: boolean;
  /** What is kept across threads: a line for each memory that a person has accepted, the most general first. */
  memories: readonly string[];
}

/**
 * Contributes to the model's instructions. Pieces are computed once per thread and then frozen as facts,
 * so that the prefix of every request stays the same, byte for byte.
 */
export interface Source {
  name: string;
  /** Order in the prompt, lowest first. */
  order: number;
  pieces(context: SourceContext): Promise<Piece[]>;
}

export function defineSource(source: Source): Source {
  return source;
}

/** What is known without loading the file; generated. */
export interface SourceEntry {
  name: string;
  order: number;
  load(): Promise<{ default: Source }>;
}

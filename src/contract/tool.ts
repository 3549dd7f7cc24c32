import type * as z from "zod";
import type { BlobRef } from "./event.ts";
import type { ModelTraits, Part } from "./model.ts";
import type { Box, Effect } from "./sandbox.ts";

/** What a thread remembers of the files its model has seen; guards edits against files that changed meanwhile. */
export interface SeenFiles {
  /** Hash of the content the model last read or wrote, or undefined. */
  get(path: string): string | undefined;
  set(path: string, contentHash: string): void;
}

export interface Blobs {
  put(content: Uint8Array | string): BlobRef;
  /** Throws when the blob is missing or damaged. */
  get(hash: string): Promise<Buffer>;
}

export interface PlanItem {
  text: string;
  status: "pending" | "active" | "done";
}

export interface ToolContext {
  /** Files, commands and jobs of the workspace, inside the current transaction. */
  sandbox: Box;
  /** Absolute path of the workspace, for messages only. */
  workspace: string;
  signal: AbortSignal;
  seen: SeenFiles;
  /** What rules keep from this call at a path and below, of what is there: paths relative to the workspace, a folder standing for all in it. */
  kept(path: string): readonly string[];
  blobs: Blobs;
  /** What an earlier call or a person's command came to, whole, by its id; undefined when there is none. */
  resultOf(item: string): Promise<string | undefined>;
  traits: ModelTraits;
  /** Streams live output to whoever watches; never stored. */
  onOutput(text: string): void;
  /**
   * Proposes something to be kept across threads, of which a person decides; `paths` are relative to the workspace. Undefined when it waits for
   * them, else why it does not.
   */
  remember(proposal: { title: string; text: string; paths: readonly string[]; scope: "project" | "user" }): string | undefined;
  /** Records the plan as a fact. */
  setPlan(items: readonly PlanItem[]): void;
  /** Puts a question to a person; undefined when there is no answer: nobody is there, or the call was interrupted. Only for tools that say `asks`. */
  ask(question: string, choices: readonly string[]): Promise<string | undefined>;
  /** Fetches over the network; the policy has already allowed the host. */
  fetch(
    url: string,
    options: { maxBytes: number; timeoutMs: number; signal: AbortSignal },
  ): Promise<{ status: number; contentType: string; url: string; body: Buffer; truncated: boolean }>;
}

export interface ToolResult {
  ok: boolean;
  /** What the model reads. Cut by the dispatcher when it is long; the whole is kept as a blob the model can page. */
  text: string;
  /** Images and the like, after the text. */
  parts?: readonly Part[];
  /** Of a command that has ended by itself. */
  exitCode?: number;
}

export interface Tool<Input = unknown> {
  /** What the model calls it: a verb or noun in lower case. */
  name: string;
  /** What it does, for the model. Short: it is sent with every request. */
  summary: string;
  /** The strongest effect a call can have. Reads run in parallel; the others in order, each as one transaction. */
  effect: Effect;
  input: z.ZodType<Input>;
  /** It puts questions to a person: it runs by itself, so that they come one after the other. */
  asks?: true;
  /** Only offered to models trained on this edit format; absent = always offered. */
  edits?: ModelTraits["edits"];
  /** The paths a call touches, for the policy, checkpoints and people. */
  touches?(input: Input): readonly string[];
  /** The hosts a call reaches. */
  hosts?(input: Input): readonly string[];
  /** The shell script a call runs. */
  script?(input: Input): string | undefined;
  /** The folder it starts in, relative to the workspace; absent = its root. */
  folder?(input: Input): string | undefined;
  /** One line for people: `read src/a.ts`. Default: the name and the first short string of the input. */
  title?(input: Input): string;
  run(input: Input, context: ToolContext): Promise<ToolResult>;
}

export function defineTool<Input>(tool: Tool<Input>): Tool<Input> {
  return tool;
}

/** What is known of a tool without loading it; generated from the tool's own file. */
export interface ToolEntry {
  name: string;
  summary: string;
  effect: Effect;
  edits?: ModelTraits["edits"];
  asks?: true;
  /** JSON Schema of the input. */
  schema: Readonly<Record<string, unknown>>;
  load(): Promise<{ default: Tool }>;
}

/** A real workspace with a real box over it, and what a thread would give to a tool. */
import type { Box } from "../../src/contract/sandbox.ts";
import type { PlanItem, Tool, ToolContext, ToolResult } from "../../src/contract/tool.ts";
import { sha256 } from "../../src/lib/hash.ts";
import { createWorkspace, type Workspace } from "../../src/testing/workspace.ts";
import { plainBox } from "./plain-box.ts";

export interface Bench extends AsyncDisposable {
  workspace: Workspace;
  box: Box;
  context: ToolContext;
  /** Live output so far. */
  live: string[];
  plans: (readonly PlanItem[])[];
  call<Input>(tool: Tool<Input>, input: Input): Promise<ToolResult>;
  /** Bytes of a file. */
  bytes(file: string): Promise<Buffer>;
}

export async function openBench(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  overrides: Partial<ToolContext> = {},
): Promise<Bench> {
  const workspace = await createWorkspace({ files });
  const box = plainBox(workspace.root);
  const live: string[] = [];
  const plans: (readonly PlanItem[])[] = [];
  const context: ToolContext = { ...memory(), sandbox: box, workspace: workspace.root, live, plans, ...overrides } as never;
  return {
    workspace,
    box,
    context,
    live,
    plans,
    call: (tool, input) => tool.run(input, context),
    bytes: (file) => box.files.read(file),
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };

  function memory(): Omit<ToolContext, "sandbox" | "workspace"> {
    const seen = new Map<string, string>();
    const blobs = new Map<string, Buffer>();
    return {
      signal: new AbortController().signal,
      seen: { get: (path) => seen.get(path), set: (path, hash) => void seen.set(path, hash) },
      blobs: {
        put(content) {
          const bytes = Buffer.from(content as string);
          blobs.set(sha256(bytes), bytes);
          return { blob: sha256(bytes), bytes: bytes.length };
        },
        async get(hash) {
          const content = blobs.get(hash);
          if (content === undefined) throw new Error(`no blob ${hash}`);
          return content;
        },
      },
      traits: { contextTokens: 200_000, maxOutputTokens: 8000, images: true, reasoning: false, edits: "replace", known: true },
      onOutput: (text) => void live.push(text),
      setPlan: (items) => void plans.push(items),
      ask: async () => undefined,
      fetch: () => Promise.reject(new Error("no network")),
    };
  }
}

/** A real workspace, a real box over it, and what a thread would give to a tool. */
import type { OpenBox } from "../../src/contract/sandbox.ts";
import type { PlanItem, Tool, ToolContext, ToolResult } from "../../src/contract/tool.ts";
import { sha256 } from "../../src/lib/hash.ts";
import { openBox } from "../../src/sandbox/open.ts";
import { createWorkspace, type Workspace } from "../../src/testing/workspace.ts";

export interface Bench extends AsyncDisposable {
  workspace: Workspace;
  box: OpenBox;
  context: ToolContext;
  /** Live output so far. */
  live: string[];
  plans: (readonly PlanItem[])[];
  call<Input>(tool: Tool<Input>, input: Input): Promise<ToolResult>;
  bytes(file: string): Promise<Buffer>;
}

export type BenchFiles = Readonly<Record<string, string | Uint8Array>>;

export async function openBench(files: BenchFiles = {}, overrides: Partial<ToolContext> = {}): Promise<Bench> {
  const workspace = await createWorkspace({ files });
  const state = await createWorkspace();
  const box = await openBox("none", {
    workspace: workspace.root,
    stateDir: state.root,
    home: state.root,
    readOnly: false,
    passEnv: [],
    limits: { memoryBytes: 0, processes: 0 },
    undoBytes: 1e9,
    maxDeletions: 100,
  });
  const live: string[] = [];
  const plans: (readonly PlanItem[])[] = [];
  const context: ToolContext = {
    sandbox: box,
    workspace: workspace.root,
    signal: new AbortController().signal,
    seen: createSeen(),
    kept: () => [],
    blobs: createBlobs(),
    resultOf: async () => undefined,
    traits: { contextTokens: 200_000, maxOutputTokens: 8000, images: true, reasoning: false, edits: "replace", known: true },
    onOutput: (text) => void live.push(text),
    remember: () => undefined,
    setPlan: (items) => void plans.push(items),
    ask: async () => undefined,
    fetch: () => Promise.reject(new Error("no network")),
    ...overrides,
  };
  return {
    workspace,
    box,
    context,
    live,
    plans,
    call: (tool, input) => tool.run(input, context),
    bytes: (file) => box.files.read(file),
    async [Symbol.asyncDispose]() {
      await box.close();
      await workspace[Symbol.asyncDispose]();
      await state[Symbol.asyncDispose]();
    },
  };
}

function createSeen(): ToolContext["seen"] {
  const hashes = new Map<string, string>();
  return { get: (path) => hashes.get(path), set: (path, hash) => void hashes.set(path, hash) };
}

function createBlobs(): ToolContext["blobs"] {
  const contents = new Map<string, Buffer>();
  return {
    put(content) {
      const bytes = typeof content === "string" ? Buffer.from(content) : Buffer.from(content);
      contents.set(sha256(bytes), bytes);
      return { blob: sha256(bytes), bytes: bytes.length };
    },
    async get(hash) {
      const content = contents.get(hash);
      if (content === undefined) throw new Error(`no blob ${hash}`);
      return content;
    },
  };
}

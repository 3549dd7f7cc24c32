import type { Box, FileFacts, Files } from "../../contract/sandbox.ts";
import type { Tool, ToolContext } from "../../contract/tool.ts";
import { sha256 } from "../../lib/hash.ts";
import { openFiles } from "../../sandbox/files.ts";
import { loadFile } from "../../tools/support/load-file.ts";
import { decodeText } from "../../tools/support/text-file.ts";
import type { FileVersions } from "./file-versions.ts";

/**
 * What a call of a tool that writes files comes to, found by running the tool on files whose changes stay in memory: all that it would
 * change, in the order in which it would, or why it cannot be done.
 */
export async function previewCall(
  tool: Tool,
  input: unknown,
  { workspace, signal }: { workspace: string; signal: AbortSignal },
): Promise<FileVersions[] | { problem: string }> {
  const draft = new DraftFiles(openFiles(workspace, { readOnly: true }));
  const { ok, text } = await tool.run(tool.input.parse(input), contextOf(draft, { workspace, signal }));
  return ok ? await draft.changes() : { problem: text };
}

/** Files alone: nothing is run, asked or fetched for a preview. */
function contextOf(files: DraftFiles, { workspace, signal }: { workspace: string; signal: AbortSignal }): ToolContext {
  const nothing = (): never => {
    throw new Error("A preview has files only.");
  };
  const box: Box = {
    files,
    jobs: { start: nothing, list: nothing, output: nothing, waitFor: nothing, stop: nothing, watch: nothing },
    run: nothing,
    exec: nothing,
  };
  return {
    sandbox: box,
    workspace,
    signal,
    // What the tool has just read is what its model has seen.
    seen: { get: (path) => files.lastRead(path), set: () => {} },
    kept: () => [],
    blobs: { put: nothing, get: nothing },
    resultOf: nothing,
    traits: { contextTokens: 0, maxOutputTokens: 0, images: false, reasoning: false, edits: "replace", known: false },
    onOutput: () => {},
    remember: nothing,
    setPlan: () => {},
    ask: nothing,
    fetch: nothing,
  };
}

/** The files of a workspace, with changes that only exist here. */
class DraftFiles implements Files {
  readonly #real: Files;
  /** By path; null where a file is gone. */
  readonly #drafts = new Map<string, Buffer | null>();
  readonly #read = new Map<string, string>();

  constructor(real: Files) {
    this.#real = real;
  }

  /** The hash of what was last read of a file. */
  lastRead(path: string): string | undefined {
    return this.#read.get(path);
  }

  async changes(): Promise<FileVersions[]> {
    return await Promise.all(
      [...this.#drafts].map(async ([path, draft]) => ({
        path,
        before: await this.#realText(path),
        after: draft === null ? "" : textOf(draft),
      })),
    );
  }

  resolve(path: string): string {
    return this.#real.resolve(path);
  }

  async facts(path: string): Promise<FileFacts> {
    const draft = this.#draft(path);
    return draft === undefined ? await this.#real.facts(path) : { type: "file", size: draft.length, mode: 0o644, mtimeMs: 0 };
  }

  async read(path: string, window?: { offset: number; maxBytes: number }): Promise<Buffer> {
    const { offset, maxBytes } = window ?? { offset: 0, maxBytes: Number.POSITIVE_INFINITY };
    const draft = this.#draft(path);
    const bytes = draft === undefined ? await this.#real.read(path, window) : draft.subarray(offset, offset + maxBytes);
    if (offset === 0) this.#read.set(this.resolve(path), sha256(bytes));
    return bytes;
  }

  async write(path: string, content: Uint8Array): Promise<void> {
    this.#drafts.set(this.resolve(path), Buffer.from(content));
  }

  async remove(path: string): Promise<void> {
    this.#drafts.set(this.resolve(path), null);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.write(to, await this.read(from));
    await this.remove(from);
  }

  async list(path: string): Promise<{ name: string; type: FileFacts["type"] }[]> {
    return await this.#real.list(path);
  }

  /** Undefined when the file is as it is in the workspace. */
  #draft(path: string): Buffer | undefined {
    const draft = this.#drafts.get(this.resolve(path));
    if (draft === null) throw Object.assign(new Error(`ENOENT: no such file or directory, '${path}'`), { code: "ENOENT" });
    return draft;
  }

  async #realText(path: string): Promise<string | undefined> {
    try {
      const bytes = await loadFile(this.#real, path);
      return bytes === undefined ? undefined : textOf(bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    }
  }
}

function textOf(bytes: Buffer): string | undefined {
  return decodeText(bytes)?.text;
}

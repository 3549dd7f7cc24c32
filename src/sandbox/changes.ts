import { createHash } from "node:crypto";
import type { Change } from "../contract/event.ts";
import type { Box } from "../contract/sandbox.ts";
import type { WorkspaceFiles } from "./files.ts";

const WINDOW_BYTES = 1024 * 1024;

/** The same box, but remembering what its files held before they were changed through it. What commands change is not seen. */
export function recordChanges(box: Box & { files: WorkspaceFiles }): {
  recorded: Box;
  changes(): Promise<Change[]>;
  ranCommands(): boolean;
} {
  const { files } = box;
  const before = new Map<string, string | null>();
  let ranCommands = false;

  async function remember(path: string): Promise<void> {
    if (!before.has(path)) before.set(path, await contentHash(files, path));
  }

  async function toChange([path, from]: [path: string, from: string | null]): Promise<Change | undefined> {
    const after = await contentHash(files, path);
    if (after === from) return undefined;
    return { path, change: from === null ? "added" : after === null ? "deleted" : "modified", before: from, after };
  }

  function commanding<Run extends (...args: never[]) => unknown>(run: Run): Run {
    return ((...args) => {
      ranCommands = true;
      return run(...args);
    }) as Run;
  }

  return {
    recorded: {
      run: commanding(box.run),
      exec: commanding(box.exec),
      jobs: { ...box.jobs, start: commanding(box.jobs.start) },
      files: {
        ...files,
        async write(path, content) {
          await remember(files.target(path));
          await files.write(path, content);
        },
        async remove(path) {
          await remember(files.resolve(path));
          await files.remove(path);
        },
        async rename(from, to) {
          await remember(files.resolve(from));
          await remember(files.resolve(to));
          await files.rename(from, to);
        },
      },
    },
    changes: async () => (await Promise.all([...before].map(toChange))).filter((change) => change !== undefined),
    ranCommands: () => ranCommands,
  };
}

/** SHA-256 of a file's content, null for what is not a file. */
async function contentHash(files: WorkspaceFiles, path: string): Promise<string | null> {
  try {
    const hash = createHash("sha256");
    for (let offset = 0; ;) {
      const piece = await files.read(path, { offset, maxBytes: WINDOW_BYTES });
      if (piece.length === 0) return hash.digest("hex");
      hash.update(piece);
      offset += piece.length;
    }
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

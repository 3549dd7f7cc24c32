import type { Project } from "../contract/check.ts";
import type { FileFacts, TrialEdits } from "../contract/sandbox.ts";

/** A workspace's files as they would be with these edits, for who only reads. */
export function filesWith(edits: TrialEdits, files: Project["files"] & { resolve(path: string): string }): Project["files"] {
  const edited = (path: string) => edits.get(files.resolve(path));
  return {
    async read(path, window) {
      const content = edited(path);
      if (content === undefined) return await files.read(path, window);
      if (content === null) throw missing(path);
      const { offset, maxBytes } = window ?? { offset: 0, maxBytes: content.length };
      return Buffer.from(content.subarray(offset, offset + maxBytes));
    },

    async facts(path) {
      const content = edited(path);
      if (content === null) throw missing(path);
      if (content !== undefined) return { type: "file", size: content.length, mode: 0o644, mtimeMs: 0 };
      const folder = files.resolve(path);
      try {
        return await files.facts(path);
      } catch (error) {
        if (![...edits].some(([name, text]) => text !== null && name.startsWith(`${folder}/`))) throw error;
        return { type: "directory", size: 0, mode: 0o755, mtimeMs: 0 };
      }
    },

    async list(path) {
      const folder = files.resolve(path);
      const prefix = folder === "." || folder === "" ? "" : `${folder}/`;
      const added = namesBelow(edits, prefix);
      const found = await files.list(path).catch((error: unknown) => {
        if (added.size === 0) throw error;
        return [];
      });
      const kept = found.filter(({ name }) => edits.get(`${prefix}${name}`) !== null && !added.has(name));
      return [...kept, ...[...added].map(([name, type]) => ({ name, type }))];
    },
  };
}

/** What edits put directly into a folder. */
function namesBelow(edits: TrialEdits, prefix: string): Map<string, FileFacts["type"]> {
  const names = new Map<string, FileFacts["type"]>();
  for (const [path, content] of edits) {
    if (content === null || !path.startsWith(prefix)) continue;
    const [name = "", ...rest] = path.slice(prefix.length).split("/");
    names.set(name, rest.length > 0 ? "directory" : "file");
  }
  return names;
}

function missing(path: string): Error {
  return Object.assign(new Error(`ENOENT: no such file or directory, ${path}`), { code: "ENOENT" });
}

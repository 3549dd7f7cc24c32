import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FileFacts, Files } from "../../src/contract/sandbox.ts";

export interface Workspace extends Disposable {
  path: string;
  files: Pick<Files, "read" | "list" | "facts">;
  write(files: Readonly<Record<string, string>>): void;
  read(path: string): string;
}

/** A temporary folder with `files`; removed at the end of the scope. */
export function makeWorkspace(files: Readonly<Record<string, string>> = {}): Workspace {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "fettle-test-")));
  const workspace: Workspace = {
    path,
    files: filesOf(path),
    write(more) {
      for (const [name, text] of Object.entries(more)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), text);
      }
    },
    read: (name) => readFileSync(join(path, name), "utf8"),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
  workspace.write(files);
  return workspace;
}

function filesOf(root: string): Workspace["files"] {
  const at = (path: string): string => join(root, path);
  return {
    read: async (path) => readFileSync(at(path)),
    facts: async (path) => {
      const stats = lstatSync(at(path));
      return { type: typeOf(stats), size: stats.size, mode: stats.mode, mtimeMs: stats.mtimeMs };
    },
    list: async (path) => readdirSync(at(path), { withFileTypes: true }).map((entry) => ({ name: entry.name, type: typeOf(entry) })),
  };
}

interface Entry {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function typeOf(entry: Entry): FileFacts["type"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "symlink" : "other";
}

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect } from "vitest";
import { FileIndex } from "../../../../../src/surfaces/tui/editor/completion/file-index.ts";
import { listFiles } from "../../../../../src/surfaces/tui/editor/completion/list-files.ts";
import { verifies } from "../../../../verifies.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-files-")));
afterAll(() => rmSync(folder, { recursive: true }));

function workspaceOf(name: string, files: Record<string, string>): string {
  const workspace = join(folder, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), content);
  }
  return workspace;
}

const never = new AbortController().signal;

verifies("editor.files", "tracked or not, hidden too, in folders with names of any kind; nothing of .git", async () => {
  const workspace = workspaceOf("repository", {
    ".gitignore": "dist\n*.log\n",
    ".hidden/a.ts": "",
    "dist/out.js": "",
    "src/b c.ts": "",
    "src/ü.ts": "",
    "src/x.log": "",
    "src/new\nline.ts": "",
  });
  execFileSync("git", ["init", "--quiet"], { cwd: workspace });

  expect((await listFiles(workspace, never)).toSorted()).toEqual([
    ".gitignore",
    ".hidden/a.ts",
    "src/b c.ts",
    "src/new\nline.ts",
    "src/ü.ts",
  ]);
});

verifies(
  "editor.files",
  "found once they are listed; known ones are found while they are listed again; a folder that is gone has none",
  async () => {
    const workspace = workspaceOf("index", { "src/parser.ts": "" });
    let changes = 0;
    const index = new FileIndex({ workspace, signal: never, onChange: () => changes++ });
    const before = index.search("pars", 5);
    const listing = index.refresh();
    await Promise.all([listing, index.refresh()]);
    const gone = new FileIndex({ workspace: join(folder, "gone"), signal: never, onChange: () => changes++ });
    await gone.refresh();

    expect({ before, after: index.search("pars", 5), gone: gone.search("a", 5), changes }).toEqual({
      before: undefined,
      after: ["src/parser.ts"],
      gone: [],
      changes: 2,
    });
  },
);

verifies("editor.files", "listing ends with the terminal, without a word", async () => {
  const workspace = workspaceOf("ending", { "a.ts": "" });
  const closing = new AbortController();
  let changes = 0;
  const index = new FileIndex({ workspace, signal: closing.signal, onChange: () => changes++ });
  const listing = index.refresh();
  closing.abort();
  await listing;

  expect({ changes, found: index.search("a", 5) }).toEqual({ changes: 0, found: [] });
});

import { existsSync, realpathSync } from "node:fs";
import { expect } from "vitest";
import { createWorkspace, run } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";

verifies("testing.workspace", "files", async () => {
  let root = "";
  {
    await using workspace = await createWorkspace({ files: { "src/a.ts": "export {};\n", "image.png": Buffer.from([0x89, 0x50]) } });
    root = workspace.root;
    await workspace.write("deep/er/b.txt", "new");
    expect(root).toBe(realpathSync(root));
    expect([await workspace.read("src/a.ts"), await workspace.read("deep/er/b.txt")]).toEqual(["export {};\n", "new"]);
    expect([workspace.exists("image.png"), workspace.exists("none")]).toEqual([true, false]);
    expect(workspace.path("src/a.ts")).toBe(`${root}/src/a.ts`);
  }
  expect(existsSync(root)).toBe(false);
});

verifies("testing.workspace", "a repository whose commit is always the same", async () => {
  const commitOf = async () => {
    await using workspace = await createWorkspace({ files: { "a.ts": "a", ".gitignore": "out\n", "out/b.js": "b" }, git: true });
    const { stdout } = await run(["git", "log", "--format=%H %an %s", "--name-only"], { cwd: workspace.root });
    const status = await run(["git", "status", "--porcelain", "--branch"], { cwd: workspace.root });
    return { stdout, status: status.stdout };
  };
  const first = await commitOf();
  expect(first.stdout.split("\n").slice(1)).toEqual(["", ".gitignore", "a.ts", ""]);
  expect(first.status).toBe("## main\n");
  expect(await commitOf()).toEqual(first);
});

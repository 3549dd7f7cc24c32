import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import { listFiles, listSome } from "../../../src/knowledge/walk/list-files.ts";
import { makeTree, type TestTree } from "../graph/harness.ts";
import { verifies } from "../../verifies.ts";

const files = {
  "a.ts": "",
  "src/b.ts": "",
  "src/b.log": "",
  "src/keep.log": "",
  "src/.gitignore": "!keep.log\n",
  "build/c.ts": "",
  ".gitignore": "*.log\nbuild/\n",
  "node_modules/zod/index.ts": "",
};

const git = (tree: TestTree, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], { cwd: tree.path, stdio: "ignore" });

async function listed(tree: TestTree, below?: readonly string[]): Promise<string[]> {
  const options = { workspace: tree.path, maxFiles: 100 };
  const listing = below === undefined ? await listFiles(options) : await listSome(options, below);
  return listing.files.map(({ path }) => path).sort();
}

const shown = [".gitignore", "a.ts", "src/.gitignore", "src/b.ts", "src/keep.log"];

verifies("graph.walk", "a folder that git does not know, by its .gitignore files", async () => {
  using tree = makeTree(files);
  expect(await listed(tree)).toEqual(shown);
  expect(await listed(tree, Object.keys(files))).toEqual(shown);
  expect(await listed(tree, ["src", "build", "gone"])).toEqual(shown.filter((path) => path.startsWith("src/")));
});

verifies(
  "graph.walk",
  "a repository, with its own list of what is ignored, what is tracked nevertheless, and repositories inside",
  async () => {
    using tree = makeTree({ ...files, "private.ts": "", "sub/.gitignore": "*.tmp\n", "sub/d.ts": "", "sub/d.tmp": "" });
    git(tree, "init", "-q");
    tree.write(".git/info/exclude", "private.ts\n");
    git(tree, "add", "-f", "build/c.ts");
    execFileSync("git", ["init", "-q"], { cwd: join(tree.path, "sub") });
    const all = [...shown, "build/c.ts", "sub/.gitignore", "sub/d.ts"].sort();
    expect(await listed(tree)).toEqual(all);
    expect(await listed(tree, ["a.ts", "private.ts", "src/b.log", "src/keep.log", "node_modules/zod/index.ts"])).toEqual([
      "a.ts",
      "src/keep.log",
    ]);
    expect(await listed(tree, ["."])).toEqual(all);
  },
);

verifies("graph.walk", "a part of a repository, by the rules above it", async () => {
  using tree = makeTree({ ...files, "src/deep/e.ts": "", "src/deep/e.log": "" });
  git(tree, "init", "-q");
  const part = { path: join(tree.path, "src/deep") } as TestTree;
  expect([await listed(part), await listed(part, ["e.ts", "e.log"])]).toEqual([["e.ts"], ["e.ts"]]);
});

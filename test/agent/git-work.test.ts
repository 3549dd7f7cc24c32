import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { filesWith } from "../../src/agent/base-files.ts";
import { readGitWork } from "../../src/agent/git-work.ts";
import { treeWith } from "../../src/agent/judged-work.ts";
import { openFiles } from "../../src/sandbox/files.ts";
import { createWorkspace, type Workspace } from "../../src/testing/index.ts";
import { createTreeHasher } from "../../src/verify/tree-hash.ts";
import { verifies } from "../verifies.ts";

function gitIn(workspace: Workspace) {
  return (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: workspace.root, encoding: "utf8" }).trim();
}

async function workOf(workspace: Workspace, base = "HEAD", folder = workspace.root) {
  const tree = await createTreeHasher(folder).hash();
  return { tree, work: await readGitWork(base, { workspace: folder, tree }) };
}

verifies("judging.base", "every kind of change, and the way back", async () => {
  await using workspace = await createWorkspace({
    files: {
      ".gitignore": "ignored/\n",
      "same.txt": "same\n",
      "changed.txt": "old\n",
      "gone/deep.txt": "gone\n",
      "binary.bin": "\u0000old",
      "crlf.txt": "a\nb\n",
      "big.bin": `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 5\n`,
      "umlaut-ü.txt": "ü\n",
    },
  });
  const git = gitIn(workspace);
  const at = (path: string) => join(workspace.root, path);
  symlinkSync("same.txt", at("link"));
  git("init", "-q");
  git("config", "core.autocrlf", "false");
  git("add", "-A");
  git("commit", "-qm", "one");
  const before = await createTreeHasher(workspace.root).hash();

  const untouched = (await workOf(workspace)).work;
  writeFileSync(at("changed.txt"), "new\n");
  rmSync(at("gone"), { recursive: true });
  writeFileSync(at("binary.bin"), "\u0000new");
  writeFileSync(at("umlaut-ü.txt"), "ue\n");
  writeFileSync(at("new.txt"), "new\n");
  mkdirSync(at("ignored"));
  writeFileSync(at("ignored/x.txt"), "x\n");
  const { tree, work } = await workOf(workspace);
  const back = treeWith(work.edits, tree);

  writeFileSync(at("crlf.txt"), "a\r\nb\r\n");
  writeFileSync(at("big.bin"), "12345");
  rmSync(at("link"));
  symlinkSync("changed.txt", at("link"));
  const { work: more } = await workOf(workspace);

  expect({
    untouched: [untouched.paths, untouched.edits.size],
    commit: work.commit === git("rev-parse", "HEAD"),
    paths: work.paths,
    changes: work.changes,
    lost: work.lost,
    back: back.hash === before.hash,
    more: more.paths.filter((path) => !work.paths.includes(path)),
    lostThen: more.lost,
  }).toEqual({
    untouched: [[], 0],
    commit: true,
    paths: ["binary.bin", "changed.txt", "gone/deep.txt", "new.txt", "umlaut-ü.txt"],
    changes: [
      { path: "changed.txt", before: "old\n", after: "new\n" },
      { path: "gone/deep.txt", before: "gone\n", after: undefined },
      { path: "new.txt", before: undefined, after: "new\n" },
      { path: "umlaut-ü.txt", before: "ü\n", after: "ue\n" },
    ],
    lost: [],
    back: true,
    // The ends of lines, and what LFS keeps elsewhere, are nobody's change.
    more: ["link"],
    lostThen: ["link"],
  });
});

verifies("judging.base", "a folder below the repository's root", async () => {
  await using workspace = await createWorkspace({ files: { "a/x.txt": "1\n", "b/y.txt": "1\n" } });
  const git = gitIn(workspace);
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "one");
  writeFileSync(join(workspace.root, "a/x.txt"), "2\n");
  writeFileSync(join(workspace.root, "b/y.txt"), "2\n");
  const { work } = await workOf(workspace, "HEAD", join(workspace.root, "a"));
  expect(work.changes).toEqual([{ path: "x.txt", before: "1\n", after: "2\n" }]);
});

verifies("judging.base", "the files of the commit, for who looks for checks in them", async () => {
  await using workspace = await createWorkspace({ files: { "now.txt": "now\n", "sub/kept.txt": "kept\n", "sub/new.txt": "new\n" } });
  chmodSync(workspace.root, 0o755);
  const edits = new Map<string, Uint8Array | null>([
    ["now.txt", Buffer.from("then\n")],
    ["sub/new.txt", null],
    ["old/a/b.txt", Buffer.from("b\n")],
  ]);
  const files = filesWith(edits, openFiles(workspace.root, { readOnly: true }));
  const names = async (path: string) => (await files.list(path)).map(({ name, type }) => `${name} ${type}`).sort();
  const code = async (doing: Promise<unknown>) => await doing.then(String, (error: NodeJS.ErrnoException) => error.code);
  expect({
    root: await names("."),
    sub: await names("sub"),
    old: await names("old"),
    read: [(await files.read("./now.txt")).toString(), (await files.read("now.txt", { offset: 1, maxBytes: 2 })).toString()],
    kept: (await files.read("sub/kept.txt")).toString(),
    facts: [(await files.facts("old/a")).type, (await files.facts("old/a/b.txt")).size, (await files.facts("sub/kept.txt")).type],
    gone: [await code(files.read("sub/new.txt")), await code(files.facts("sub/new.txt")), await code(files.list("nowhere"))],
  }).toEqual({
    root: ["now.txt file", "old directory", "sub directory"],
    sub: ["kept.txt file"],
    old: ["a directory"],
    read: ["then\n", "he"],
    kept: "kept\n",
    facts: ["directory", 2, "file"],
    gone: ["ENOENT", "ENOENT", "ENOENT"],
  });
});

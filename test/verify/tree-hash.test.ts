import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { expect } from "vitest";
import { sha256 } from "../../src/lib/hash.ts";
import { toText } from "../../src/verify/tree/path-bytes.ts";
import { createTreeHasher } from "../../src/verify/tree-hash.ts";
import { verifies } from "../verifies.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const sources = { "a.txt": "a", "src/b.txt": "b", "src/deep/c.txt": "c" };

function git(cwd: string, ...args: string[]): string {
  const env = { PATH: process.env["PATH"], HOME: cwd, GIT_CONFIG_NOSYSTEM: "1" };
  const { status, stdout, stderr } = spawnSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", ...args], {
    cwd,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}

function makeRepository(files: Record<string, string>): Workspace {
  const workspace = makeWorkspace(files);
  git(workspace.path, "init", "-q");
  git(workspace.path, "add", "-A");
  git(workspace.path, "commit", "-q", "-m", "x");
  return workspace;
}

async function hashOf(workspace: Workspace): Promise<string> {
  return (await createTreeHasher(workspace.path).hash()).hash;
}

async function pathsOf(workspace: Workspace): Promise<string[]> {
  return [...(await createTreeHasher(workspace.path).hash()).files.keys()].map(toText);
}

verifies("verify.tree-same", async () => {
  using plain = makeWorkspace(sources);
  using committed = makeRepository(sources);
  using uncommitted = makeWorkspace(sources);
  git(uncommitted.path, "init", "-q");
  const hash = await hashOf(plain);

  expect(await hashOf(committed)).toBe(hash);
  expect(await hashOf(uncommitted)).toBe(hash);
  utimesSync(join(plain.path, "a.txt"), 1, 1);
  plain.write({ "b.txt": "b" });
  rmSync(join(plain.path, "b.txt"));
  expect(await hashOf(plain)).toBe(hash);
});

verifies("verify.tree-same", "in a folder of a larger repository, also an ignored one", async () => {
  using plain = makeWorkspace(sources);
  using outer = makeRepository({ ".gitignore": "ignored/\n", "other.txt": "x" });
  for (const folder of ["part", "ignored"]) {
    outer.write(Object.fromEntries(Object.entries(sources).map(([path, text]) => [`${folder}/${path}`, text])));
    expect((await createTreeHasher(join(outer.path, folder)).hash()).hash).toBe(await hashOf(plain));
  }
});

verifies("verify.tree-sees", async () => {
  const changes: Record<string, (root: string) => void> = {
    content: (root) => writeFileSync(join(root, "a.txt"), "A"),
    name: (root) => renameSync(join(root, "a.txt"), join(root, "z.txt")),
    addition: (root) => writeFileSync(join(root, "src/new.txt"), ""),
    deletion: (root) => rmSync(join(root, "src/deep"), { recursive: true }),
    executable: (root) => chmodSync(join(root, "a.txt"), 0o755),
    link: (root) => symlinkSync("a.txt", join(root, "link")),
    "name that is not UTF-8": (root) => writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe])]), ""),
  };
  const seen = new Set<string>();
  for (const make of [makeWorkspace, makeRepository]) {
    for (const change of Object.values(changes)) {
      using workspace = make(sources);
      const before = await hashOf(workspace);
      change(workspace.path);
      const after = await hashOf(workspace);
      expect(after).not.toBe(before);
      seen.add(after);
    }
  }
  expect(seen.size).toBe(Object.keys(changes).length);
});

verifies("verify.tree-sees", "the target of a link, and no further", async () => {
  using outside = makeWorkspace({ "secret.txt": "1" });
  using workspace = makeWorkspace(sources);
  symlinkSync(outside.path, join(workspace.path, "link"));
  const before = await hashOf(workspace);
  outside.write({ "secret.txt": "2" });
  expect(await hashOf(workspace)).toBe(before);
  rmSync(join(workspace.path, "link"));
  symlinkSync("elsewhere", join(workspace.path, "link"));
  expect(await hashOf(workspace)).not.toBe(before);
});

verifies("verify.tree-sees", "files of submodules and embedded repositories", async () => {
  using workspace = makeRepository(sources);
  using library = makeRepository({ "lib.txt": "1" });
  git(workspace.path, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.path, "vendor/lib");
  workspace.write({ "embedded/e.txt": "e" });
  git(join(workspace.path, "embedded"), "init", "-q");
  expect(await pathsOf(workspace)).toEqual([".gitmodules", "a.txt", "embedded/e.txt", "src/b.txt", "src/deep/c.txt", "vendor/lib/lib.txt"]);
});

verifies("verify.tree-ignores", async () => {
  const files = {
    ...sources,
    ".gitignore": "/dist/\n*.log\n!keep.log\n",
    "src/.gitignore": "generated.txt\n",
    "dist/out.js": "x",
    "keep.log": "x",
    "src/x.log": "x",
    "src/dist/in.txt": "x",
    "src/generated.txt": "x",
    "generated.txt": "x",
    "node_modules/m/index.js": "x",
    "src/__pycache__/m.pyc": "x",
    ".fettle/state": "x",
  };
  const expected = [".gitignore", "a.txt", "generated.txt", "keep.log", "src/.gitignore", "src/b.txt", "src/deep/c.txt", "src/dist/in.txt"];
  using plain = makeWorkspace(files);
  using repository = makeWorkspace(files);
  git(repository.path, "init", "-q");
  expect(await pathsOf(plain)).toEqual(expected);
  expect(await pathsOf(repository)).toEqual(expected);
});

verifies("verify.tree-ignores", "a .gitignore that hides itself counts, so that hiding a folder changes the tree", async () => {
  using plain = makeWorkspace(sources);
  using repository = makeRepository(sources);
  for (const workspace of [plain, repository]) {
    const before = await hashOf(workspace);
    workspace.write({ "src/new/.gitignore": "*\n", "src/new/hidden.txt": "x", "src/new/deep/.gitignore": "*\n" });
    expect(await pathsOf(workspace)).toEqual(["a.txt", "src/b.txt", "src/deep/c.txt", "src/new/.gitignore"]);
    expect(await hashOf(workspace)).not.toBe(before);
  }
  // What git itself sees: nothing new.
  expect(git(repository.path, "status", "--porcelain", "-uall")).toBe("");
});

verifies("verify.tree-ignores", "a tracked file counts although it is ignored", async () => {
  using repository = makeRepository(sources);
  repository.write({ ".gitignore": "*.txt\n" });
  expect(await pathsOf(repository)).toEqual([".gitignore", "a.txt", "src/b.txt", "src/deep/c.txt"]);
});

verifies("verify.tree-ignores", "only files of the tree decide what is ignored", async () => {
  using repository = makeRepository(sources);
  repository.write({ ".git/info/exclude": "hidden.txt\n", "hidden.txt": "x" });
  git(repository.path, "update-index", "--assume-unchanged", "a.txt");
  expect(git(repository.path, "status", "--porcelain")).toBe("");
  expect(await pathsOf(repository)).toContain("hidden.txt");
  const before = await hashOf(repository);
  repository.write({ "a.txt": "changed" });
  expect(await hashOf(repository)).not.toBe(before);
});

verifies("verify.tree-confined", "a folder that became a link is not entered", async () => {
  using outside = makeWorkspace({ "b.txt": "outside" });
  using repository = makeRepository(sources);
  rmSync(join(repository.path, "src"), { recursive: true });
  symlinkSync(outside.path, join(repository.path, "src"));
  expect(git(repository.path, "ls-files", "-c")).toContain("src/b.txt");
  expect(await pathsOf(repository)).toEqual(["a.txt", "src"]);
});

verifies("verify.tree-sees", "a tracked folder that became a file, and one that is gone", async () => {
  using repository = makeRepository({ ...sources, "other/x/y.txt": "y" });
  rmSync(join(repository.path, "src"), { recursive: true });
  rmSync(join(repository.path, "other"), { recursive: true });
  repository.write({ src: "now a file" });
  expect(await pathsOf(repository)).toEqual(["a.txt", "src"]);
});

verifies("verify.tree-confined", "a named pipe is not opened", async () => {
  using workspace = makeWorkspace(sources);
  spawnSync("mkfifo", [join(workspace.path, "pipe")]);
  const tree = await createTreeHasher(workspace.path).hash();
  expect(tree.files.get("pipe")).toEqual({ mode: "other", content: sha256("") });
});

verifies("verify.tree-confined", "nothing that the repository configures is run", async () => {
  using repository = makeRepository(sources);
  const ran = join(repository.path, ".git/ran");
  const script = join(repository.path, ".git/monitor.sh");
  writeFileSync(script, `#!/bin/sh\ntouch ${ran}\n`);
  chmodSync(script, 0o755);
  git(repository.path, "config", "core.fsmonitor", script);

  await createTreeHasher(repository.path).hash();
  expect(existsSync(ran)).toBe(false);
  // The trap is real: git itself steps into it.
  git(repository.path, "ls-files", "-o");
  git(repository.path, "status");
  expect(existsSync(ran)).toBe(true);
});

verifies("verify.tree-confined", "a git that the workspace has planted on PATH is not run", async () => {
  using repository = makeRepository(sources);
  using elsewhere = makeWorkspace();
  const ran = join(elsewhere.path, "ran");
  repository.write({ "bin/git": `#!/bin/sh\ntouch ${ran}\n` });
  chmodSync(join(repository.path, "bin/git"), 0o755);
  symlinkSync(repository.path, join(elsewhere.path, "link"));
  const { PATH } = process.env;
  try {
    for (const folder of [join(repository.path, "bin"), join(elsewhere.path, "link/bin"), "bin"]) {
      process.env["PATH"] = [folder, PATH].join(delimiter);
      expect(await pathsOf(repository)).toEqual(["a.txt", "bin/git", "src/b.txt", "src/deep/c.txt"]);
    }
    expect(existsSync(ran)).toBe(false);
    // The trap is real: whoever asks PATH steps into it.
    git(repository.path, "ls-files");
    expect(existsSync(ran)).toBe(true);
  } finally {
    process.env["PATH"] = PATH;
  }
});

verifies("verify.tree-confined", "git's variables in the environment do not redirect it", async () => {
  using repository = makeRepository(sources);
  using other = makeRepository({ "other.txt": "x" });
  process.env["GIT_DIR"] = join(other.path, ".git");
  process.env["GIT_WORK_TREE"] = other.path;
  try {
    expect(await pathsOf(repository)).toEqual(["a.txt", "src/b.txt", "src/deep/c.txt"]);
  } finally {
    delete process.env["GIT_DIR"];
    delete process.env["GIT_WORK_TREE"];
  }
});

verifies("verify.tree-incremental", async () => {
  using workspace = makeWorkspace(sources);
  const hasher = createTreeHasher(workspace.path);
  const first = await hasher.hash();
  const second = await hasher.hash();
  expect(second.hash).toBe(first.hash);

  // The same size and times again, in place: the change shows in the time of change, which cannot be set.
  const path = join(workspace.path, "a.txt");
  const { atime, mtime } = statSync(path);
  writeFileSync(path, "z");
  utimesSync(path, atime, mtime);
  const third = await hasher.hash();
  expect(third).toEqual({
    hash: expect.not.stringMatching(second.hash),
    files: new Map([...second.files, ["a.txt", { mode: "file", content: sha256("z") }]]),
  });
});

verifies("verify.tree-incremental", "a file that did not change is not read again", async () => {
  // Files that were there long before: what was written a moment ago is read again to be sure.
  const hasher = createTreeHasher(resolve("node_modules/ignore"));
  const first = await hasher.hash();
  const second = await hasher.hash();
  expect(second.hash).toBe(first.hash);
  expect(first.files.size).toBeGreaterThan(3);
  for (const [path, file] of second.files) expect(file).toBe(first.files.get(path));
});

verifies("verify.tree-incremental", "a signal ends it", async () => {
  using workspace = makeWorkspace(sources);
  await expect(createTreeHasher(workspace.path).hash(AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
});

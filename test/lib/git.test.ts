import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { runGit } from "../../src/lib/git.ts";
import { run } from "../../src/testing/run.ts";
import { createTreeHasher } from "../../src/verify/tree-hash.ts";
import { verifies } from "../verifies.ts";

const names = ["fsmonitor", "hook", "clean", "process", "external", "textconv", "command", "ssh", "alias", "include", "credential"];

/** A workspace delivered with a repository whose every setting runs something; each leaves a marker. */
interface Hostile extends Disposable {
  root: string;
  /** Plain git, as a person would run it here. Says which markers it left, and removes them. */
  plain(...args: string[]): Promise<string[]>;
  markers(): string[];
}

const env = { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", GIT_TERMINAL_PROMPT: "0" };

async function openHostile(): Promise<Hostile> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "fettle-git-")));
  const root = join(base, "root");
  const marks = join(base, "marks");
  for (const folder of [root, marks, join(root, "tools")]) mkdirSync(folder);
  const git = async (...args: string[]) => await run(["git", ...args], { cwd: root, env });
  for (const name of names) {
    const script = join(root, "tools", name);
    writeFileSync(script, `#!/bin/sh\n: > '${marks}/${name}'\n${name === "ssh" ? "exit 1" : "cat"}\n`);
    chmodSync(script, 0o755);
  }
  writeFileSync(join(root, "a.txt"), "one\n");
  writeFileSync(join(root, "b.bin"), "one\n");
  writeFileSync(join(root, "c.dat"), "one\n");
  await git("init", "-q", "-b", "main");
  await git("-c", "user.name=x", "-c", "user.email=x@example.com", "add", "-A");
  await git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "one");
  mkdirSync(join(root, "hooks"));
  for (const hook of ["post-index-change", "post-checkout", "pre-commit"]) {
    writeFileSync(join(root, "hooks", hook), `#!/bin/sh\n: > '${marks}/hook'\n`);
    chmodSync(join(root, "hooks", hook), 0o755);
  }
  const tool = (name: string) => join(root, "tools", name);
  const settings: Record<string, string> = {
    "core.fsmonitor": tool("fsmonitor"),
    "core.hooksPath": join(root, "hooks"),
    "core.sshCommand": tool("ssh"),
    "filter.x.clean": tool("clean"),
    "filter.x.smudge": tool("clean"),
    "filter.x.required": "true",
    "filter.y.process": tool("process"),
    "diff.external": tool("external"),
    "diff.x.textconv": tool("textconv"),
    "diff.y.command": tool("command"),
    "alias.marked": `!${tool("alias")}`,
    "include.path": join(root, "included"),
    "credential.helper": tool("credential"),
    "remote.origin.url": "ssh://example.com/a.git",
  };
  for (const [name, value] of Object.entries(settings)) await git("config", name, value);
  writeFileSync(join(root, "included"), `[filter "z"]\n\tclean = ${tool("include")}\n`);
  writeFileSync(join(root, ".gitattributes"), "*.txt filter=x diff=x\n*.bin filter=y diff=y\n*.dat filter=z\n");
  // Same size, so that git has to read them.
  for (const file of ["a.txt", "b.bin", "c.dat"]) writeFileSync(join(root, file), "two\n");
  const markers = () => names.filter((name) => existsSync(join(marks, name)));
  return {
    root,
    markers,
    async plain(...args) {
      await git(...args);
      const found = markers();
      for (const name of found) rmSync(join(marks, name));
      return found;
    },
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  };
}

verifies("git.neutral", "B35: every setting that runs something, each shown to be live", async () => {
  using hostile = await openHostile();
  const { root } = hostile;
  const quiet = ["-c", "core.fsmonitor=false"];
  const everyone = new Set<string>();
  for (const args of [
    [...quiet, "ls-files", "-m"],
    [...quiet, "diff", "a.txt"],
    [...quiet, "diff", "--no-ext-diff", "a.txt"],
    [...quiet, "diff", "b.bin"],
    ["fetch"],
    ["marked"],
    ["-c", "alias.ask=!printf 'protocol=https\\nhost=example.com\\n\\n' | git credential fill", "ask"],
    ["checkout", "-q", "-b", "other"],
    ["status"],
  ]) {
    for (const name of await hostile.plain(...args)) everyone.add(name);
  }
  // The control: all of this is live.
  expect([...everyone].sort()).toEqual(names.toSorted());

  const options = { workspace: root, cwd: root };
  const listed = await runGit(["ls-files", "-m", "-z"], options);
  const outputs = [
    await runGit(["status", "--porcelain"], options),
    await runGit(["diff", "--no-ext-diff", "--no-textconv"], options),
    await runGit(["diff"], options),
    await runGit(["fetch"], options),
    await runGit(["checkout", "-q", "-b", "another"], options),
    await runGit(["log", "-1", "--format=%s"], options),
  ];
  const tree = await createTreeHasher(root).hash();
  expect({
    markers: hostile.markers(),
    listed: listed?.toString().split("\0"),
    outputs: outputs.map((output) => output !== undefined),
    hashed: tree.files.has("a.txt"),
  }).toEqual({ markers: [], listed: ["a.txt", "b.bin", "c.dat", ""], outputs: [true, true, false, false, true, true], hashed: true });
});

verifies("git.neutral", "names alone, for which no driver is set aside", async () => {
  using hostile = await openHostile();
  const options = { workspace: hostile.root, cwd: hostile.root, namesOnly: true };
  // The control: with contents a driver would run.
  const args = ["-c", "core.fsmonitor=false", "ls-files"];
  const plain = [await hostile.plain(...args, "-m"), await hostile.plain(...args, "-co")];

  const listed = await runGit(["ls-files", "-coz", "--exclude-per-directory=.gitignore"], options);

  const files = ["included", ...names.map((name) => `tools/${name}`), "a.txt", "b.bin", "c.dat"];
  expect({
    plain: plain.map((ran) => ran.length > 0),
    markers: hostile.markers(),
    listed: files.filter((file) => !listed?.includes(file)),
  }).toEqual({
    plain: [true, false],
    markers: [],
    listed: [],
  });
});

verifies("git.neutral", "a driver that cannot be set aside keeps git from being run", async () => {
  using hostile = await openHostile();
  await hostile.plain("config", "filter.a=b.clean", join(hostile.root, "tools/clean"));
  writeFileSync(join(hostile.root, ".gitattributes"), "*.txt filter=a=b\n");
  expect(await hostile.plain("ls-files", "-m")).toContain("clean");
  expect([await runGit(["ls-files", "-m"], { workspace: hostile.root, cwd: hostile.root }), hostile.markers()]).toEqual([undefined, []]);
});

verifies("git.environment", async () => {
  using hostile = await openHostile();
  const planted = {
    GIT_DIR: "/nonexistent",
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "core.fsmonitor",
    GIT_CONFIG_VALUE_0: join(hostile.root, "tools/fsmonitor"),
  };
  const saved = { ...process.env };
  Object.assign(process.env, planted);
  try {
    expect((await runGit(["ls-files", "a.txt"], { workspace: hostile.root, cwd: hostile.root }))?.toString()).toBe("a.txt\n");
    expect(hostile.markers()).toEqual([]);
  } finally {
    for (const name of Object.keys(planted)) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
  }
});

verifies("git.fails", async () => {
  using hostile = await openHostile();
  const options = { workspace: hostile.root, cwd: hostile.root };
  const reason = new Error("enough");
  expect([
    await runGit(["no-such-command"], options),
    await runGit(["ls-files"], { ...options, workspace: "/" }),
    await runGit(["ls-files"], { ...options, signal: AbortSignal.abort(reason) }).catch((error: unknown) => error),
  ]).toEqual([undefined, undefined, reason]);
});

/**
 * `npm run bench -- sandbox`: what confinement, commit and undo cost, beside plain processes, shadow git and, with `--peers DIR`,
 * another agent's sandbox, taken in turn in one run. Not isolated as the other scenarios are: a box is what is measured.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenBox } from "../src/contract/sandbox.ts";
import { openBox } from "../src/sandbox/open.ts";
import { openStore } from "../src/sandbox/store/open.ts";
import { median } from "./statistics.ts";

const SIZES = [1_000, 10_000, 150_000];
const TREE = 80_000;
const FILES_PER_FOLDER = 100;
const UNDO_BYTES = 10e9;

type Samples = Map<string, number[]>;

export async function benchSandbox(peers: string | undefined): Promise<void> {
  // Not below /tmp, which sandboxes replace by one of their own.
  const folder = realpathSync(mkdtempSync("/var/tmp/fettle-bench-sandbox-"));
  try {
    for (const files of SIZES)
      await print(`a command that does nothing, ${files} files`, await commands(join(folder, `ws-${files}`), files, peers));
    await print("100 files changed, undone, redone", await undoOfFiles(join(folder, "hundred")));
    await print(`a tree of ${TREE} files deleted, undone, redone`, await undoOfTree(join(folder, "tree")));
    await print(`a private view of ${SIZES.at(-1)} files`, await parallel(join(folder, `ws-${SIZES.at(-1)}`)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function commands(workspace: string, files: number, peers: string | undefined): Promise<Samples> {
  makeTree(workspace, files);
  await git(workspace, "init", "-q");
  const shadow = `${workspace}.git`;
  await git(workspace, "init", "-q", "--bare", shadow);
  const snapshot = async (): Promise<void> => {
    await git(workspace, "--git-dir", shadow, "--work-tree", workspace, "add", "-A");
    await git(workspace, "--git-dir", shadow, "write-tree");
  };
  const samples: Samples = new Map();
  await timed(samples, "shadow git, first snapshot", snapshot);
  // What was just written would be what the first command waits for.
  await plain(workspace, "sync");
  await using box = await open(workspace);
  await timed(samples, "box, first command", () => box.run("true", { timeoutMs: 0 }));
  const codex = peers === undefined ? undefined : join(peers, "node_modules/.bin/codex");
  for (let round = 0; round < 40; round++) {
    await timed(samples, "plain process", () => plain(workspace, "bash", "-c", "true"));
    await timed(samples, "box", () => box.run("true", { timeoutMs: 0 }));
    await timed(samples, "fresh bwrap, no layer", () =>
      plain(
        workspace,
        "bwrap",
        "--unshare-all",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        "--bind",
        workspace,
        workspace,
        "bash",
        "-c",
        "true",
      ),
    );
    if (round % 8 === 0) {
      await timed(samples, "plain process and shadow git", async () => {
        await snapshot();
        await plain(workspace, "bash", "-c", "true");
      });
      if (codex !== undefined) await timed(samples, "codex sandbox", () => plain(workspace, codex, "sandbox", "linux", "--", "true"));
    }
  }
  return samples;
}

async function undoOfFiles(workspace: string): Promise<Samples> {
  const samples: Samples = new Map();
  makeTree(workspace, 2_000);
  await using box = await open(workspace);
  for (let round = 0; round < 10; round++) {
    await timed(samples, "box, changes 100 files", () => box.run(`for f in f0/*; do echo ${round} >> $f; done`, { timeoutMs: 0 }));
    await back(workspace, samples);
  }
  return samples;
}

async function undoOfTree(workspace: string): Promise<Samples> {
  const samples: Samples = new Map();
  mkdirSync(workspace, { recursive: true });
  makeTree(join(workspace, "node_modules"), TREE);
  await using box = await open(workspace);
  for (let round = 0; round < 3; round++) {
    await timed(samples, "box, rm -rf", () => box.run("rm -rf node_modules", { timeoutMs: 0 }));
    if (existsSync(join(workspace, "node_modules"))) throw new Error("the tree was not deleted");
    await back(workspace, samples);
  }
  await timed(samples, "plain process, rm -rf", () => plain(workspace, "rm", "-rf", "node_modules"));
  return samples;
}

/** Undo, redo, undo: what was done last is taken back, and everything is as before. */
async function back(workspace: string, samples: Samples): Promise<void> {
  const store = await openStore({ root: workspace, home: homeOf(workspace), quotaBytes: UNDO_BYTES });
  const label = { thread: "", item: "user", turn: 0, title: "undo" };
  const last = store.checkpoints().findLast(({ kind }) => kind === "commit");
  await timed(samples, "undo", () => store.undo({ ids: [last!.id] }, { label }));
  await timed(samples, "redo", () => store.redo(undefined, { label }));
  await store.undo({ ids: [last!.id] }, { label });
}

/** A layer lasts as long as its command, and what is in it is committed then; a worktree stays. */
async function parallel(workspace: string): Promise<Samples> {
  const samples: Samples = new Map();
  await git(workspace, "add", "-A");
  await git(workspace, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "all");
  for (let round = 0; round < 5; round++) {
    const box = await timed(samples, "box opened", () => open(workspace));
    await timed(samples, "its first command, with a layer", () => box.run("true", { timeoutMs: 0 }));
    await timed(samples, "each further command, with a layer", () => box.run("true", { timeoutMs: 0 }));
    await timed(samples, "box closed", () => box.close());
    await timed(samples, "git worktree add", () => git(workspace, "worktree", "add", "-q", "--detach", `${workspace}-${round}`));
  }
  return samples;
}

function makeTree(workspace: string, files: number): void {
  for (let made = 0; made < files; made += FILES_PER_FOLDER) {
    const folder = join(workspace, `f${made / FILES_PER_FOLDER}`);
    mkdirSync(folder, { recursive: true });
    for (let n = 0; n < FILES_PER_FOLDER; n++) writeFileSync(join(folder, `${n}.txt`), `file ${made + n}\n`);
  }
}

async function open(workspace: string): Promise<OpenBox> {
  return await openBox("bubblewrap", {
    workspace,
    home: homeOf(workspace),
    stateDir: `${workspace}.state`,
    readOnly: false,
    passEnv: [],
    limits: { memoryBytes: 0, processes: 0 },
    undoBytes: UNDO_BYTES,
    maxDeletions: Infinity,
  });
}

function homeOf(workspace: string): string {
  return `${workspace}.home`;
}

async function plain(cwd: string, program: string, ...args: string[]): Promise<void> {
  const [code] = (await once(spawn(program, args, { cwd, stdio: "ignore" }), "exit")) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}`);
}

async function git(cwd: string, ...args: string[]): Promise<void> {
  await plain(cwd, "git", ...args);
}

async function timed<T>(samples: Samples, name: string, act: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const value = await act();
  const list = samples.get(name) ?? [];
  samples.set(name, [...list, performance.now() - from]);
  return value;
}

async function print(title: string, samples: Samples): Promise<void> {
  console.log(`\n${title} (ms)`);
  const width = Math.max(...Array.from(samples.keys(), (name) => name.length));
  console.log(`${"".padEnd(width)}  ${"min".padStart(9)}  ${"median".padStart(9)}`);
  for (const [name, values] of samples) {
    const cells = [Math.min(...values), median(values)].map((value) => value.toFixed(1).padStart(9));
    console.log(`${name.padEnd(width)}  ${cells.join("  ")}`);
  }
}

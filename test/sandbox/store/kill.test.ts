import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "rolldown";
import { afterAll, beforeAll, expect } from "vitest";
import type { Store } from "../../../src/sandbox/store/store.ts";
import { verifies } from "../../verifies.ts";
import { label, manifest, openGround, type Ground } from "./folder.ts";
import { commitSecond, makeFirst } from "./two-states.ts";

/** Where what a program there imports is found. */
const beside = resolve(import.meta.dirname, "../../../node_modules/.cache");
let folder = "";

/** Of few files, the program starts in two thirds of the time; it is started hundreds of times. */
beforeAll(async () => {
  mkdirSync(beside, { recursive: true });
  folder = mkdtempSync(join(beside, "fettle-kill-"));
  const input = join(import.meta.dirname, "processes/kill-at.ts");
  await build({ input, platform: "node", external: ["koffi"], output: { dir: folder }, logLevel: "warn" });
});
afterAll(() => rmSync(folder, { recursive: true }));

type What = "commit" | "undo" | "redo" | "recover";

/** Does it in a process that dies before its n-th change on disk. */
async function doAndDie({ root, home }: Ground, what: What, n: number, how = ""): Promise<{ signal: string | null; calls: number }> {
  const child = spawn(process.execPath, [join(folder, "kill-at.js"), root, home, what, String(n), how], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  return { signal, calls: Number(output) };
}

/** Brings the root to the state that something begins with. */
async function begin(store: Store, what: What): Promise<void> {
  const last = store.checkpoints().at(-1);
  const isSecond = last !== undefined && last.kind !== "undo";
  if (what === "undo" && !isSecond) await commitSecond(store);
  if (what !== "undo" && isSecond) {
    const newest = store.checkpoints().findLast(({ kind, state }) => kind === "commit" && state === "done");
    await store.undo({ ids: [newest?.id ?? ""] }, { label });
  }
  if (what === "redo" && store.checkpoints().at(-1)?.kind !== "undo") throw new Error("nothing to redo");
}

async function openTwoStates(): Promise<{ ground: Ground; states: string[][] }> {
  const ground = await openGround();
  makeFirst(ground.root);
  const first = manifest(ground.root);
  await commitSecond(ground.store);
  return { ground, states: [first, manifest(ground.root)] };
}

function stateOf(root: string, states: readonly string[][]): number | string[] {
  const now = manifest(root);
  const state = states.findIndex((known) => JSON.stringify(known) === JSON.stringify(now));
  return state === -1 ? now : state;
}

for (const [what, how] of [
  ["commit", ""],
  ["undo", ""],
  ["redo", ""],
  ["commit", "without-library"],
] as const) {
  verifies("store.killed", `E84: before each change on disk of ${what} ${how}`.trim(), async () => {
    const { ground, states } = await openTwoStates();
    using _ = ground;
    await begin(ground.store, what);
    const { calls } = await doAndDie(ground, what, 0, how);
    const found: unknown[] = [];

    for (let n = 1; n <= calls; n++) {
      await begin(await ground.reopen(), what);
      const { signal } = await doAndDie(ground, what, n, how);
      await ground.reopen();
      found.push([signal, stateOf(ground.root, states)]);
    }

    const wrong = found.filter((entry) => !["SIGKILL,0", "SIGKILL,1"].includes(String(entry)));
    expect(wrong).toEqual([]);
    // Both outcomes occur: what was cut off early is taken back, what was done stays.
    expect(new Set(found.map(String))).toEqual(new Set(["SIGKILL,0", "SIGKILL,1"]));
  });
}

verifies("store.killed", "E84: before each change on disk of a recovery", async () => {
  const { ground, states } = await openTwoStates();
  using _ = ground;
  await begin(ground.store, "commit");
  const { calls } = await doAndDie(ground, "commit", 0);
  const found = new Set<string>();

  for (let n = 1; ; n++) {
    await begin(await ground.reopen(), "commit");
    await doAndDie(ground, "commit", calls - 8);
    const { signal } = await doAndDie(ground, "recover", n);
    await ground.reopen();
    found.add(String(stateOf(ground.root, states)));
    if (signal === null) break;
  }

  expect(found).toEqual(new Set(["0"]));
});

verifies("store.taken-back", "also into a new folder of the commit that was cut off", async () => {
  const { ground, states } = await openTwoStates();
  using _ = ground;
  await begin(ground.store, "commit");
  const { calls } = await doAndDie(ground, "commit", 0);
  await begin(await ground.reopen(), "commit");
  // All is in place, and nothing says that it is done.
  await doAndDie(ground, "commit", calls - 8);
  writeFileSync(join(ground.root, "n/m/mine"), "user");
  await ground.reopen();

  const mine = ["n/m/mine", "n/m/9"].map((path) => readFileSync(join(ground.root, path), "utf8"));
  rmSync(join(ground.root, "n"), { recursive: true });
  expect(mine).toEqual(["user", "9\n"]);
  const top = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('""'));
  expect(top(manifest(ground.root))).toEqual(top(states[0] ?? []));
});

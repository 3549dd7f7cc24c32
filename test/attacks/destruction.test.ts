/** Commands that destroy, run for real: what they reach comes back to the byte, what is not theirs is never reached. */
import { chownSync, mkdirSync, mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect } from "vitest";
import { run } from "../../src/testing/index.ts";
import { decision } from "../policy/judge.ts";
import { jsonLines } from "../sandbox/json-lines.ts";
import { nobody, unprivileged } from "../sandbox/ordinary-user.ts";
import { removeAll } from "../sandbox/store/remove-all.ts";
import { verifies } from "../verifies.ts";
import type { Destroyed } from "./destroy.ts";
import { destructions, type Destruction } from "./destructions.ts";

const isRoot = process.getuid?.() === 0;
/** Whoever runs the suite, and an ordinary user when that is root. */
const users: readonly string[] = isRoot ? ["root", "an ordinary user"] : ["an ordinary user"];

/** Somewhere that no mask covers: it is shown read-only. */
const shown = resolve(import.meta.dirname, "../../node_modules/.cache");

/** By numbers of destructions: what everybody does at the same time, as they wait for the disk, mostly. */
const tries = new Map<string, Promise<unknown[]>[]>();

async function expectUndone(id: string, user: string, isMeant: (one: Destruction) => boolean = () => true): Promise<void> {
  const meant = [...destructions.entries()].filter(([, one]) => one.id === id && isMeant(one));
  const numbers = meant.map(([n]) => String(n));
  const tried = tries.get(numbers.join()) ?? users.map((one) => destroyAs(one, numbers));
  tries.set(numbers.join(), tried);
  const uid = user === "root" ? 0 : isRoot ? nobody.uid : process.getuid?.();
  expect(meant.length).toBeGreaterThan(0);
  expect(await tried[users.indexOf(user)]).toEqual(meant.map(([n, one]) => ({ n, id, user: uid, came: expected(one) })));
}

async function destroyAs(user: string, numbers: readonly string[]): Promise<unknown[]> {
  mkdirSync(shown, { recursive: true });
  const outside = mkdtempSync(join(shown, "fettle-outside-"));
  const other = isRoot && user !== "root";
  if (other) chownSync(outside, nobody.uid, nobody.gid);
  const become = other ? unprivileged : [];
  try {
    const program = [process.execPath, join(import.meta.dirname, "processes/destroy-all.ts"), outside, ...numbers];
    const { stdout, stderr } = await run([...become, ...program], { cwd: "/", timeoutMs: 280_000 });
    return jsonLines(stdout, stderr);
  } finally {
    removeAll(outside);
  }
}

function expected({ aim, here = aim !== "outside", held = [] }: Destruction): Destroyed {
  const holds = { outside: true, emptied: true, said: true, recordedOnce: true, control: true };
  return { changed: here, held, ...holds, undone: true, redone: true, conflicts: [] };
}

for (const user of users) {
  verifies("attacks.destruction", `E77: the home, and a variable that names another folder, as ${user}`, () =>
    expectUndone("E77", user, ({ aim }) => aim !== "machine"),
  );
  verifies("attacks.destruction", `E77: the root, and a variable that is empty, as ${user}`, () =>
    expectUndone("E77", user, ({ aim }) => aim === "machine"),
  );
  verifies("attacks.destruction", `E78: moves onto one name, and into a folder that is removed, as ${user}`, () =>
    expectUndone("E78", user),
  );
  verifies("attacks.destruction", `E79: what git throws away, and git itself, as ${user}`, () => expectUndone("E79", user));
  verifies("attacks.destruction", `E80: links in what is removed, as ${user}`, () => expectUndone("E80", user));
  verifies("attacks.destruction", `E81: edits by other programs than the tools, as ${user}`, () => expectUndone("E81", user));
  verifies("attacks.destruction", `E83: ignored, big, empty, linked and special entries, with and without git, as ${user}`, () =>
    expectUndone("E83", user),
  );
  verifies("attacks.destruction", `E87: the undo store, as ${user}`, () => expectUndone("E87", user));
}

verifies("attacks.workspaces", "E80: the home by the other names that mounts give it", async () => {
  const { workspaces } = await underOtherNames(isRoot ? ["unshare", "-m", "--propagation", "private"] : ["unshare", "-Urm"]);

  expect(workspaces).toEqual([
    "The workspace /name-0 is the home folder.",
    "The workspace /name-1 contains the home folder.",
    "taken",
    "taken",
  ]);
});

describe.skipIf(!isRoot)("needs root, to mount", () => {
  verifies("attacks.destruction", "E80: a folder of somebody else's, mounted in what is removed", async () => {
    const { removed } = await underOtherNames(["unshare", "-m", "--propagation", "private"], "box");

    expect(removed).toEqual({
      exitCode: 0,
      held: [{ path: "tree", rule: "conflict", reason: "Another folder or disk is mounted in it." }],
      theirs: ["file"],
      seen: ["file"],
      control: [],
    });
  });
});

async function underOtherNames(namespace: readonly string[], ...args: string[]): Promise<{ workspaces: unknown; removed: unknown }> {
  const program = [process.execPath, join(import.meta.dirname, "processes/other-names.ts"), ...args];
  const { stdout, stderr } = await run([...namespace, ...program]);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as { workspaces: unknown; removed: unknown };
}

verifies("attacks.destruction-asked", "E77", () => {
  const scripts = destructions.flatMap(({ id, script }) => (id === "E77" && typeof script === "string" ? [script] : []));

  expect(scripts.map((script) => [script, decision(script, { attended: true, yes: true })])).toEqual(
    scripts.map((script) => [script, "deny"]),
  );
});

verifies("attacks.destruction-asked", "E79", () => {
  const scripts = destructions.flatMap(({ id, script }) => (id === "E79" && typeof script === "string" ? [script] : []));
  const never = new Set(["rm -rf .git", "find . -mindepth 1 -delete", "mv .git ~/git && rm -rf ~/git"]);
  const rulings = (mode: "ask" | "auto") => scripts.map((script) => [script, decision(script, { mode, attended: true })]);

  expect({ ask: rulings("ask"), auto: rulings("auto"), other: decision("git status", { mode: "ask", attended: true }) }).toEqual({
    ask: scripts.map((script) => [script, never.has(script) ? "deny" : "ask"]),
    auto: scripts.map((script) => [script, never.has(script) ? "deny" : "allow"]),
    other: "allow",
  });
});

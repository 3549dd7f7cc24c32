import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Box, TransactionRequest } from "../../src/contract/sandbox.ts";
import { openStore } from "../../src/sandbox/store/open.ts";
import { makeBox, plain } from "../sandbox/boxes.ts";

/** Something is left in a workspace that a program obeys later, outside of the box. */
export interface Plant {
  id: string;
  attack: string;
  /** Run before by whoever owns the workspace. */
  start?: string;
  /** What the agent does, each in a transaction of its own: a command, or an edit by a tool. */
  steps: readonly Step[];
  /** Run afterwards by whoever owns the workspace: prints a line for each program that obeyed. Default: lists the paths of `wanted` that are there. */
  look?: string;
  /** Paths that the attack wants to have changed. */
  wanted?: readonly string[];
  /** A change that is like it, and obeyed by nobody. */
  innocent: Step;
}

/** A script, or a file and its content. `MARKS` in it is a folder outside of the workspace, `ELSEWHERE` another one that the attacker owns. */
type Step = string | { path: string; content: string };

export interface Planted {
  /** By path: the rule that kept it out. */
  held: Readonly<Record<string, string>>;
  /** How many quarantines tell of each step that was held. */
  records: readonly number[];
  /** What was obeyed, or is there. */
  got: readonly string[];
  /** The same, of the same steps with nothing between them and the workspace. */
  unguarded: readonly string[];
  /** After a person has let in what was held: it was all kept. */
  accepted: readonly string[];
  /** Rules that hold the innocent change; and whether it is in the workspace. */
  innocent: { held: readonly string[]; committed: boolean };
}

const request = { effect: "execute", thread: "t", turn: 1, item: "i", title: "shell" } satisfies TransactionRequest;

export async function plant(attack: Plant): Promise<Planted> {
  using guarded = openField(attack);
  await using test = await makeBox("bubblewrap", { workspace: guarded.workspace, home: guarded.home, stateDir: guarded.state });
  const store = await openStore({ root: guarded.workspace, home: guarded.home });
  const act = (step: Step) => test.box.transaction(request, (box) => takeInBox(box, guarded.fill(step)));

  const { checkpoints, held: innocent } = await act(attack.innocent);
  const held: Record<string, string> = {};
  const records = [];
  for (const step of attack.steps) {
    const outcome = await act(step);
    for (const { path, rule } of outcome.held) held[path] = rule;
    records.push(outcome.quarantine.length);
  }
  const kept = store.held();
  const got = guarded.look();
  for (const { id, label } of kept) await store.accept(id, label);

  using open = openField(attack);
  for (const step of attack.steps) takeOutside(open.workspace, open.fill(step));
  return {
    held,
    records,
    got,
    unguarded: open.look(),
    accepted: guarded.look(),
    innocent: { held: innocent.map(({ rule }) => rule), committed: checkpoints.length === 1 },
  };
}

/** A workspace, and beside it what the box does not show. */
interface Field extends Disposable {
  workspace: string;
  home: string;
  state: string;
  fill(step: Step): Step;
  look(): string[];
}

function openField({ start, look, wanted = [] }: Plant): Field {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-plant-")));
  const at = (name: string): string => join(folder, name);
  const workspace = at("workspace");
  for (const name of ["workspace", "home", "state", "marks", "elsewhere"]) mkdirSync(at(name));
  const inField = (text: string): string => text.replaceAll("MARKS", at("marks")).replaceAll("ELSEWHERE", at("elsewhere"));
  const owner = (script: string): string =>
    execFileSync("bash", ["--norc", "-c", inField(script)], {
      cwd: workspace,
      env: ownerEnv,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  owner(`set -e\n${start ?? ""}`);
  const before = new Map(wanted.map((path) => [path, stampOf(join(workspace, path))]));
  return {
    workspace,
    home: at("home"),
    state: at("state"),
    fill: (step) => (typeof step === "string" ? inField(step) : { path: step.path, content: inField(step.content) }),
    look() {
      if (look === undefined) return wanted.filter((path) => stampOf(join(workspace, path)) !== before.get(path));
      owner(`${look}\ntrue`);
      return owner("ls MARKS; rm -f MARKS/*").split("\n").filter(Boolean);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

const ownerEnv = {
  PATH: process.env["PATH"],
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  ...Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((who) => [
      [`GIT_${who}_NAME`, "Test"],
      [`GIT_${who}_EMAIL`, "test@example.com"],
    ]),
  ),
};

/** What tells one version of an entry from another; empty when there is none. */
function stampOf(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? "" : `${stats.mode} ${stats.size} ${stats.mtimeNs} ${stats.ino}`;
}

async function takeInBox(box: Box, step: Step): Promise<void> {
  if (typeof step !== "string") return await box.files.write(step.path, Buffer.from(step.content));
  const { exitCode, output } = await box.run(`set -e\n${step}`, plain);
  if (exitCode !== 0) throw new Error(`${step}: ${output.toString()}`);
}

function takeOutside(workspace: string, step: Step): void {
  if (typeof step === "string") {
    execFileSync("bash", ["--norc", "-ec", step], { cwd: workspace, env: ownerEnv, stdio: "ignore" });
    return;
  }
  mkdirSync(dirname(join(workspace, step.path)), { recursive: true });
  writeFileSync(join(workspace, step.path), step.content);
}

import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { FettleError } from "../contract/error.ts";
import type { Sandbox, SandboxEntry } from "../contract/backend.ts";
import type { BoxOptions, OpenBox } from "../contract/sandbox.ts";
import { nearest } from "../lib/nearest.ts";
import { entries } from "./backends/index.gen.ts";
import { isInside } from "../lib/path.ts";
import { composeBox } from "./box.ts";
import { openRoots } from "./roots.ts";

/**
 * The sandbox of that name, or for `auto` the preferred one of those that confine. It is not tried out here, which would cost
 * processes at each start: the first command of a box throws `sandbox.unavailable` when it cannot be confined, and nothing has run.
 */
export async function chooseSandbox(name: string): Promise<Sandbox> {
  const entry = name === "auto" ? preferred() : entries.find((entry) => entry.name === name);
  if (entry === undefined) throw unknownSandbox(name);
  const { default: sandbox } = await entry.load();
  return sandbox;
}

/** A box of that sandbox on a checked workspace. Starts nothing; what a crash has left half done in the undo stores is put right. */
export async function openBox(name: string, given: BoxOptions): Promise<OpenBox> {
  const sandbox = await chooseSandbox(name);
  const options = { ...given, workspace: resolveWorkspace(given.workspace) };
  const roots = await openRoots(options);
  const backend = await sandbox.backend({
    ...options,
    roots: roots.map(({ path }) => path),
    stores: roots.map(({ store }) => store.folder),
  });
  return composeBox(backend, { ...options, roots });
}

function preferred(): SandboxEntry | undefined {
  return entries.filter(({ confined }) => confined).sort((a, b) => a.rank - b.rank)[0];
}

function unknownSandbox(name: string): FettleError {
  const names = ["auto", ...entries.map((entry) => entry.name)];
  const [closest = "auto"] = nearest(name, names, 1);
  return new FettleError("config.invalid", `There is no sandbox ${JSON.stringify(name)}; there are ${names.join(", ")}.`, {
    at: "sandbox",
    hint: `Did you mean ${closest}?`,
  });
}

/** The workspace's real path, when it is a folder that may be handed to an agent. */
export function resolveWorkspace(workspace: string): string {
  const real = realPath(workspace);
  if (!statSync(real).isDirectory()) throw missing(workspace, "is not a folder");
  const home = existsSync(homedir()) ? realPath(homedir()) : homedir();
  if (isInside(home, real)) throw missing(workspace, real === home ? "is the home folder" : "contains the home folder");
  if (real === "/") throw missing(workspace, "is the root of the file system");
  return real;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    throw missing(path, "does not exist");
  }
}

function missing(workspace: string, reason: string): FettleError {
  return new FettleError("workspace.missing", `The workspace ${workspace} ${reason}.`, {
    at: workspace,
    hint: "Start in the folder of a project, or name one with `--dir`.",
  });
}

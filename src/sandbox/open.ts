import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname } from "node:path";
import { FettleError } from "../contract/error.ts";
import type { Backend, Sandbox } from "../contract/backend.ts";
import type { BoxOptions, OpenBox } from "../contract/sandbox.ts";
import { nearest } from "../lib/nearest.ts";
import { openAutomatic } from "./automatic.ts";
import { entries } from "./backends/index.gen.ts";
import { composeBox } from "./box.ts";
import { openRoots } from "./roots.ts";

/** The sandbox of that name. What `auto` takes is found when a box is opened. */
async function loadSandbox(name: string): Promise<Sandbox> {
  const entry = entries.find((entry) => entry.name === name);
  if (entry === undefined) throw unknownSandbox(name);
  const { default: sandbox } = await entry.load();
  return sandbox;
}

/** A box of that sandbox on a checked workspace; what a crash has left half done in the undo stores is put right. Starts nothing, unless `auto` has to find out what works here. */
export async function openBox(name: string, given: BoxOptions): Promise<OpenBox> {
  const sandbox = name === "auto" ? undefined : await loadSandbox(name);
  const options = { ...given, workspace: resolveWorkspace(given.workspace) };
  const roots = await openRoots(options);
  const backendOptions = {
    ...options,
    roots: roots.map(({ path }) => path),
    stores: roots.map(({ store }) => store.folder),
  };
  const backend = sandbox === undefined ? await openAutomatic(backendOptions, roots) : await sandbox.backend(backendOptions);
  return composeBox(tellBans(backend, options), { ...options, roots });
}

/** Where commands can read what rules deny, somebody should know. */
function tellBans(backend: Backend, { bans }: BoxOptions): Backend {
  if (bans?.read === undefined || backend.hidesKept === true) return backend;
  const { name, notice = "" } = backend.traits;
  const seen = `In the sandbox ${name}, rules that deny reading hold for tools and for the paths that scripts spell out; nothing hides them from commands.`;
  return { ...backend, traits: { ...backend.traits, notice: `${notice} ${seen}`.trimStart() } };
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
  if (isSameFolder(home, real)) throw missing(workspace, "is the home folder");
  if (foldersAround(home).some((folder) => isSameFolder(folder, real))) throw missing(workspace, "contains the home folder");
  if (real === "/") throw missing(workspace, "is the root of the file system");
  return real;
}

/** By what it is: a mount, or a file system that knows no case, gives one folder several real paths. */
function isSameFolder(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [a, b].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}

function foldersAround(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...foldersAround(parent)];
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

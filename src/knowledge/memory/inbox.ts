import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Memory, memoryLimits, type Provenance, type Scope, toName } from "./memory.ts";
import { type MemoryFile, readMemoryFolder } from "./memory-folder.ts";
import { formatMemory } from "./memory-text.ts";
import { writeNew } from "./write-memory.ts";

/** What a model wants to be kept. */
export interface Proposal {
  title: string;
  text: string;
  scope: Exclude<Scope, "organisation">;
  paths: Memory["paths"];
}

/** Proposals that wait at most, of all workspaces together: more than a person would look through. */
const MAX_WAITING = 200;

export const inboxFull = `${MAX_WAITING} proposals wait for a person already. Nothing was proposed.`;

/** Where proposals wait, in the home, out of reach of whatever a thread runs. */
function inboxFolder(home: string): string {
  return join(home, "memory", "inbox");
}

/** What waits, of all workspaces. */
export function waiting(home: string): MemoryFile[] {
  return readMemoryFolder(inboxFolder(home), home);
}

/**
 * Puts a proposal where a person will find it, and nowhere else; returns its name, that of an earlier one when it says the same.
 * Undefined when too many wait.
 */
export function propose(
  home: string,
  { title, text, scope, paths }: Proposal,
  { provenance, workspace, now }: { provenance: Provenance; workspace: string; now: Date },
): string | undefined {
  const known = waiting(home);
  const at = now.toISOString();
  const memory: Memory = { title, body: text, by: "model", provenance, created: at, updated: at, paths, workspace, scope };
  const again = known.find(
    ({ read }) => !("problem" in read) && read.workspace === workspace && read.title === title && read.body === text.trim(),
  );
  if (again !== undefined) return again.name;
  if (known.length >= MAX_WAITING) return undefined;
  const folder = inboxFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = toName(title.slice(0, memoryLimits.title), (name) => known.some((other) => other.name === name));
  writeNew(join(folder, `${name}.md`), formatMemory(memory));
  return name;
}

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Memory, type Provenance, type Scope, toName } from "./memory.ts";
import { type MemoryFile, readMemoryFolder } from "./memory-folder.ts";
import { formatMemory, parseMemory } from "./memory-text.ts";
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

/** Where proposals wait, in the home, out of reach of whatever a thread runs. */
function inboxFolder(home: string): string {
  return join(home, "memory", "inbox");
}

/** What waits, of all workspaces. */
export function waiting(home: string): MemoryFile[] {
  return readMemoryFolder(inboxFolder(home), home);
}

/** Puts a proposal where a person will find it, and nowhere else, unless an earlier one says the same. Returns why it was not, if it was not. */
export function propose(
  home: string,
  { title, text, scope, paths }: Proposal,
  { provenance, workspace, now }: { provenance: Provenance; workspace: string; now: Date },
): string | undefined {
  const at = now.toISOString();
  const content = formatMemory({ title, body: text, by: "model", provenance, created: at, updated: at, paths, workspace, scope });
  const memory = parseMemory(content);
  if ("problem" in memory) return `It cannot be kept: ${memory.problem}. Nothing was proposed.`;
  const known = waiting(home);
  const isAgain = known.some(
    ({ read }) => !("problem" in read) && read.workspace === workspace && read.title === memory.title && read.body === memory.body,
  );
  if (isAgain) return undefined;
  if (known.length >= MAX_WAITING) return `${MAX_WAITING} proposals wait for a person already. Nothing was proposed.`;
  const folder = inboxFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = toName(memory.title, (name) => known.some((other) => other.name === name));
  writeNew(join(folder, `${name}.md`), content);
  return undefined;
}

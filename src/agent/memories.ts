/** All memories that a workspace has, and which of them count: those that a person has accepted exactly as they are. */
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { type Config, projectFile } from "../config/load.ts";
import { trustedHashes } from "../config/trust.ts";
import type { Memory, Scope } from "../knowledge/memory/memory.ts";
import { type MemoryFile, readMemoryFolder } from "../knowledge/memory/memory-folder.ts";
import { changedPaths } from "../knowledge/memory/staleness.ts";
import { waiting } from "../knowledge/memory/inbox.ts";
import { isInside } from "../lib/path.ts";

export interface MemoryPlaces {
  home: string;
  /** Absolute, real path. */
  workspace: string;
  /** Absolute, real path; undefined where there is none. */
  organisation: string | undefined;
}

export interface KnownMemory {
  /** `project/no-tabs`; `inbox/…` of a proposal. */
  id: string;
  scope: Scope | "inbox";
  file: string;
  /** Of its file, whose text is `content`. */
  sha256: string;
  content: string;
  /**
   * `accepted` counts. `waiting`: a proposal. `new`: a file that nobody has accepted. `changed`: one that was, with another content.
   * `unreadable`: `problem` says why.
   */
  standing: "accepted" | "waiting" | "new" | "changed" | "unreadable";
  /** Undefined when it is unreadable. */
  memory: Memory | undefined;
  problem: string | undefined;
  /** Paths that are not as they were when it was written, or last said to hold. */
  stale: readonly string[];
}

export type AcceptedMemory = KnownMemory & { memory: Memory };

/** Where memories of a scope lie that a person may add to. */
export function memoryFolder({ home, workspace }: Pick<MemoryPlaces, "home" | "workspace">, scope: Exclude<Scope, "organisation">): string {
  return scope === "user" ? join(home, "memory") : join(workspace, ".fettle", "memory");
}

/** Every memory and proposal, by scope and name. */
export function listMemories(places: MemoryPlaces): KnownMemory[] {
  const { home, workspace, organisation } = places;
  const trusted = trustedHashes(home);
  const own = (["project", "user"] as const).flatMap((scope) =>
    readMemoryFolder(memoryFolder(places, scope), scope === "user" ? home : workspace).map((found) =>
      toKnown(found, { scope, workspace, standing: standingOf(found, trusted(found.file)) }),
    ),
  );
  const others = organisation === undefined ? [] : readMemoryFolder(organisation, organisation);
  // Who keeps that folder has decided; nothing that a thread runs can write to it.
  const theirs = others.map((found) => toKnown(found, { scope: "organisation", workspace, standing: "accepted" }));
  const proposals = waiting(home).map((found) => toKnown(found, { scope: "inbox", workspace, standing: "waiting" }));
  return [
    ...own,
    ...theirs,
    ...proposals.filter(({ memory }) => memory?.workspace === undefined || memory.workspace === workspace || memory.scope === "user"),
  ];
}

/** Those that count. */
export function acceptedMemories(places: MemoryPlaces): AcceptedMemory[] {
  return listMemories(places).filter((known): known is AcceptedMemory => known.standing === "accepted" && known.memory !== undefined);
}

function standingOf({ sha256, content }: MemoryFile, trusted: string | undefined): KnownMemory["standing"] {
  if (content !== "" && sha256 === trusted) return "accepted";
  return trusted === undefined ? "new" : "changed";
}

function toKnown(
  { name, file, sha256, content, read }: MemoryFile,
  { scope, workspace, standing }: { scope: KnownMemory["scope"]; workspace: string; standing: KnownMemory["standing"] },
): KnownMemory {
  const known = { id: `${scope}/${name}`, scope, file, sha256, content };
  if ("problem" in read) return { ...known, standing: "unreadable", memory: undefined, problem: read.problem, stale: [] };
  return { ...known, standing, memory: read, problem: undefined, stale: changedPaths(workspace, read.paths) };
}

/** The folder that the settings name, and what a person should know when it does not count. */
export function organisationFolder(
  { settings, origins }: Pick<Config, "settings" | "origins">,
  workspace: string,
): { folder: string | undefined; notice?: string } {
  const named = settings["memory.organisation"];
  if (named === "") return { folder: undefined };
  const ignored = (why: string) => ({ folder: undefined, notice: `The memories of ${named} are not used: ${why}.` });
  if (origins["memory.organisation"].startsWith(`${projectFile(workspace)}:`)) return ignored("a project cannot say whose memories count");
  let folder: string;
  try {
    folder = realpathSync(named);
  } catch {
    return ignored("there is no such folder");
  }
  if (isInside(folder, workspace)) return ignored("it lies in the workspace, where whatever works on it can write");
  return { folder };
}

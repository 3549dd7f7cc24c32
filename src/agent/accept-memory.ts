/** What a person does with memories. Each act is bound to the exact text that they were shown. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { distrust, trust } from "../config/trust.ts";
import { FettleError } from "../contract/error.ts";
import { type Memory, memoryLimits, type Scope, type SpokenOf, toName } from "../knowledge/memory/memory.ts";
import { isPlainFolder } from "../knowledge/memory/memory-folder.ts";
import { formatMemory, parseMemory } from "../knowledge/memory/memory-text.ts";
import { mentionedPaths } from "../knowledge/memory/mentioned-paths.ts";
import { hashNow } from "../knowledge/memory/staleness.ts";
import { replaceFile, writeNew } from "../knowledge/memory/write-memory.ts";
import { sha256 } from "../lib/hash.ts";
import { readEvents } from "../log/events.ts";
import { type KnownMemory, memoryFolder, type MemoryPlaces } from "./memories.ts";
import { type OutsideRead, proposalFacts } from "./outside-reads.ts";

type OwnScope = Exclude<Scope, "organisation">;

/** What a person would accept, and what they should know before they do. */
export interface Offer {
  known: KnownMemory;
  memory: Memory;
  /** The file as it would be. */
  content: string;
  sha256: string;
  scope: OwnScope;
  /** What the thread of a proposal had taken in from outside; undefined when its log is not there to tell. Absent of what no thread has proposed. */
  reads?: OutsideRead[] | undefined;
}

/** What accepting would mean; changes nothing. */
export async function offerMemory(known: KnownMemory, places: MemoryPlaces, scope?: OwnScope): Promise<Offer> {
  const { memory } = known;
  if (memory === undefined || known.scope === "organisation")
    throw new FettleError("usage.invalid", `${known.id} cannot be accepted: ${known.problem ?? "others keep it"}.`, { at: known.file });
  if (known.scope !== "inbox") return { known, memory, content: known.content, sha256: known.sha256, scope: known.scope };
  const { provenance, workspace = places.workspace } = memory;
  const facts = provenance && (await factsOf(places.home, { ...provenance, workspace }));
  const { workspace: _workspace, scope: wanted, ...kept } = memory;
  const complete: Memory = {
    ...kept,
    ...(provenance && {
      provenance: {
        thread: provenance.thread,
        item: provenance.item,
        ...(facts?.event !== undefined && { event: facts.event }),
        ...(facts?.receipt !== undefined && { receipt: facts.receipt }),
      },
    }),
  };
  const content = formatMemory(complete);
  const goesTo = scope ?? (wanted === "user" ? "user" : "project");
  return {
    known,
    memory: complete,
    content,
    sha256: sha256(content),
    scope: goesTo,
    reads: facts?.event === undefined ? undefined : facts.reads,
  };
}

async function factsOf(home: string, { thread, item, workspace }: { thread: string; item: string; workspace: string }) {
  try {
    return await proposalFacts(readEvents(home, thread, { onSkipped: () => {} }), { item, workspace });
  } catch (error) {
    if (error instanceof FettleError) return undefined; // The thread was removed, or cannot be read.
    throw error;
  }
}

/** Makes it count. Throws when it is not what was shown any more. Returns its id. */
export function acceptMemory({ known, content, sha256: shown, scope }: Offer, places: MemoryPlaces, agreed: string): string {
  if (!shown.startsWith(agreed) || agreed.length < MIN_HASH)
    throw new FettleError(
      "usage.invalid",
      `${known.id} is not what you were shown: its hash is ${shown.slice(0, MIN_HASH)}, not ${agreed}.`,
      {
        hint: `Read it again: fettle memory show ${known.id}`,
      },
    );
  if (known.scope !== "inbox") {
    trust(places.home, known.file, content);
    return known.id;
  }
  const id = keep(content, { title: known.memory?.title ?? "", scope, places });
  rmSync(known.file, { force: true });
  return id;
}

/** Digits of a hash that say enough. */
export const MIN_HASH = 12;

export interface OwnWords {
  title: string;
  body: string;
  scope: OwnScope;
  /** Besides those that the text speaks of. */
  paths: readonly string[];
  now: Date;
}

/** Keeps what a person says; returns its id. */
export function addMemory({ title, body, scope, paths, now }: OwnWords, places: MemoryPlaces): string {
  if (title.length > memoryLimits.title || body.length > memoryLimits.body)
    throw new FettleError(
      "usage.invalid",
      `A memory has at most ${memoryLimits.title} characters of title and ${memoryLimits.body} of text.`,
    );
  const at = now.toISOString();
  const spokenOf = hashed([...new Set([...paths, ...mentionedPaths(`${title}\n${body}`, places.workspace)])], places.workspace);
  const content = formatMemory({ title, body, by: "person", created: at, updated: at, paths: spokenOf });
  const read = parseMemory(content);
  if ("problem" in read) throw new FettleError("usage.invalid", `This cannot be kept: ${read.problem}.`);
  return keep(content, { title, scope, places });
}

/** Says that a memory still holds, with the files as they are now. */
export function refreshMemory(known: KnownMemory, { home, workspace }: MemoryPlaces, now: Date): void {
  const { memory } = known;
  if (memory === undefined || known.standing !== "accepted" || known.scope === "organisation")
    throw new FettleError("usage.invalid", `${known.id} is not an accepted memory of yours.`, { at: known.file });
  const paths = hashed(
    memory.paths.map(({ path }) => path),
    workspace,
  );
  const content = formatMemory({ ...memory, paths, updated: now.toISOString() });
  trust(home, known.file, content);
  replaceFile(known.file, content);
}

/** Removes a memory or a proposal for good. */
export function forgetMemory({ id, scope, file }: KnownMemory, { home }: Pick<MemoryPlaces, "home">): void {
  if (scope === "organisation")
    throw new FettleError("usage.invalid", `${id} is not yours to forget.`, {
      at: file,
      hint: "Ask who keeps the folder, or clear memory.organisation.",
    });
  if (!file.endsWith(".md")) throw new FettleError("usage.invalid", `${id} is a folder, and no memory.`, { at: file });
  try {
    rmSync(file, { force: true });
  } catch (error) {
    throw new FettleError("usage.invalid", `${id} cannot be removed: ${(error as Error).message}`, { at: file, cause: error });
  }
  if (scope !== "inbox") distrust(home, file);
}

function hashed(paths: readonly string[], workspace: string): SpokenOf[] {
  return paths.slice(0, memoryLimits.paths).map((path) => ({ path, hash: hashNow(workspace, path) }));
}

/** A new file that is trusted from its first moment. */
function keep(content: string, { title, scope, places }: { title: string; scope: OwnScope; places: MemoryPlaces }): string {
  const folder = madeFolder(scope, places);
  const name = toName(title, (taken) => existsSync(join(folder, `${taken}.md`)));
  const file = join(folder, `${name}.md`);
  writeNew(file, content);
  trust(places.home, file, content);
  return `${scope}/${name}`;
}

/** The folder of a scope, made where it is missing. Throws `sandbox.outside` where a link would lead what is written elsewhere. */
function madeFolder(scope: OwnScope, places: MemoryPlaces): string {
  const folder = memoryFolder(places, scope);
  const root = scope === "user" ? places.home : places.workspace;
  let at = root;
  if (scope === "user") mkdirSync(root, { recursive: true, mode: 0o700 });
  for (const name of folder.slice(root.length + 1).split("/")) {
    at = join(at, name);
    try {
      mkdirSync(at, scope === "user" ? { mode: 0o700 } : {});
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (!isPlainFolder(at, root))
      throw new FettleError("sandbox.outside", `${at} is no plain folder: what is written there would lie elsewhere.`, {
        at,
        hint: "Look where it leads, and remove it.",
      });
  }
  return folder;
}

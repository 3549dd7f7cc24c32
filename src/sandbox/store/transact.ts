import { existsSync, mkdirSync } from "node:fs";
import { FettleError } from "../../contract/error.ts";
import type { Label } from "../change-set.ts";
import { toPathBytes } from "../path-bytes.ts";
import { readIntent, syncFolder, writeDone, writeIntent, type JournalHead, type Step } from "./journal.ts";
import { keepStranded } from "./quarantine.ts";
import { fileClock, inSite, numbered, numberOf, throwAway, type Site } from "./site.ts";
import { takeBack, takeSteps } from "./steps.ts";

/**
 * Takes steps so that all of them count or none. Only with the lock, and after `recover`.
 *
 * The order on disk: intent (synced), renames, `done` (synced). Whatever is found without `done` is taken back, because nobody was told
 * that it was done; after `done` it stays. Contents are as durable as their writer made them: files are not synced one by one, but
 * their old versions are never removed here.
 */
export function transact(site: Site, facts: { label: Label; kind: JournalHead["kind"]; undoes: string[] }, steps: readonly Step[]): string {
  const last = numbered(site, "checkpoints", "c").at(-1);
  const id = `c${last === undefined ? 1 : numberOf(last) + 1}`;
  const folder = inSite(site, "checkpoints", id);
  const head: JournalHead = { id, at: Date.now(), ...facts };
  try {
    mkdirSync(toPathBytes(`${folder}/displaced`), { recursive: true, mode: 0o700 });
    const begin = fileClock(site);
    writeIntent(folder, head, steps);
    syncFolder(inSite(site, "checkpoints"));
    takeSteps(site, id, steps);
    const places = steps.filter(({ kind }) => kind === "place");
    const bytes = places.reduce((sum, step) => sum + step.bytes, 0);
    writeDone(folder, { ...head, changes: places.length || steps.length, bytes, begin, end: fileClock(site) });
  } catch (error) {
    rollBack(site, id);
    throw inWords(error, folder);
  }
  return id;
}

/** Takes back what the last checkpoint began and did not finish. Only with the lock: whoever wrote it is dead, then. */
export function recover(site: Site): void {
  const last = numbered(site, "checkpoints", "c").at(-1);
  if (last !== undefined && !existsSync(toPathBytes(inSite(site, "checkpoints", last, "done.jsonl")))) rollBack(site, last);
}

function rollBack(site: Site, id: string): void {
  const folder = inSite(site, "checkpoints", id);
  const intent = readIntent(folder);
  if (intent !== undefined) {
    const stranded = takeBack(site, id, intent.steps);
    if (stranded.length > 0) keepStranded(site, intent.head.label, stranded);
  }
  if (existsSync(toPathBytes(folder))) throwAway(site, folder);
}

function inWords(error: unknown, folder: string): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = "Nothing was changed";
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new FettleError("store.disk", `${why}: the disk is full (${message}).`, {
      at: folder,
      hint: "Make room on the disk and try again.",
      cause: error,
    });
  }
  return new FettleError("store.failed", `${why}: ${message}`, {
    at: folder,
    hint: "Mend what the message names and try again.",
    cause: error,
  });
}

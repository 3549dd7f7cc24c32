import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import type { Label } from "../change-set.ts";
import { toPathBytes } from "../path-bytes.ts";
import { toStoreError } from "./failure.ts";
import { readDone, readIntent, syncFolder, writeDone, writeIntent, type JournalHead, type Step } from "./journal.ts";
import { isMain, mainSteps } from "./main-steps.ts";
import { keepStranded } from "./quarantine.ts";
import { fileClock, inSite, lastNumber, type Site } from "./site.ts";
import { statsAt } from "./state.ts";
import { stagedPath, takeBack, takeSteps, type Missed, type Stranded } from "./steps.ts";
import { recordTakenBack, recordTakingBack } from "./taken-back.ts";

export interface Transacted {
  /** Undefined when every step came too late. */
  checkpoint: string | undefined;
  missed: Missed[];
}

/**
 * Takes steps so that all of them count or none. Only with the lock, and after `recover`.
 *
 * The order on disk: intent (synced), renames, `done` (synced). Whatever is found without `done` is taken back, because nobody was told
 * that it was done; after `done` it stays. Contents are as durable as their writer made them: files are not synced one by one, but
 * their old versions are never removed here.
 *
 * A path that somebody else changed since the steps were planned is left to them: its step counts as not taken, the others stay.
 * `keepMissed` is called before the checkpoint is done, so that nothing is done when there is no room for what came too late.
 */
export function transact(
  site: Site,
  facts: { label: Label; kind: JournalHead["kind"]; undoes: string[] },
  planned: readonly Step[],
  keepMissed: (missed: readonly Missed[]) => void = () => {},
): Transacted {
  const steps = planned.map((step) => identify(site, step));
  const id = `c${lastNumber(site, "checkpoints", "c") + 1}`;
  const folder = inSite(site, "checkpoints", id);
  try {
    mkdirSync(toPathBytes(`${folder}/displaced`), { recursive: true, mode: 0o700 });
    const head = { id, at: Date.now(), ...facts, begin: fileClock(site) };
    writeIntent(folder, head, steps);
    syncFolder(inSite(site, "checkpoints"));
    const missed = finish(site, head, steps, keepMissed);
    return { checkpoint: existsSync(toPathBytes(folder)) ? id : undefined, missed };
  } catch (error) {
    rollBack(site, id);
    throw toStoreError(error, folder);
  }
}

/** How a recovery knows the new version again. */
function identify(site: Site, step: Step): Step {
  if (step.kind !== "place" || step.staged === null || step.after === null) return step;
  const stats = statsAt(stagedPath(site, step.staged));
  return stats === null ? step : { ...step, after: { ...step.after, ino: stats.ino }, born: stats.birthtimeNs };
}

function finish(site: Site, head: JournalHead, steps: readonly Step[], keepMissed: (missed: readonly Missed[]) => void): Missed[] {
  const { missed, stranded } = takeSteps(site, head, steps);
  keepMissed(missed);
  if (stranded.length > 0) keepStranded(site, head.label, stranded);
  const late = new Set(missed.map(({ step }) => step.n));
  const taken = steps.filter(({ n }) => !late.has(n));
  if (missed.length > 0 && !taken.some(isMain)) {
    rollBack(site, head.id);
    return missed;
  }
  const folder = inSite(site, "checkpoints", head.id);
  rmSync(toPathBytes(`${folder}/done.jsonl`), { force: true });
  const main = mainSteps(taken);
  const bytes = main.reduce((sum, step) => sum + step.bytes, 0);
  writeDone(folder, { ...head, changes: main.length, bytes, end: fileClock(site), ...(late.size > 0 && { missed: [...late] }) });
  return missed;
}

/** Takes back what the last checkpoint began and did not finish. Only with the lock: whoever wrote it is dead, then. */
export function recover(site: Site): void {
  const last = `c${lastNumber(site, "checkpoints", "c")}`;
  if (last !== "c0" && readDone(inSite(site, "checkpoints", last)) === undefined) rollBack(site, last);
}

/** When it fails itself, the next one who has the lock does it. What only keeps old versions is done to the end instead: nobody else would. */
function rollBack(site: Site, id: string): void {
  const folder = inSite(site, "checkpoints", id);
  const intent = readIntent(folder);
  if (intent?.head.kind === "record") return void finish(site, intent.head, intent.steps, () => {});
  // Written, but not surely on disk: what is being taken back must not look done to the next one.
  rmSync(toPathBytes(`${folder}/done.jsonl`), { force: true });
  // What had nothing there before has nothing there again.
  const paths = intent?.steps.filter(({ before }) => before !== null).map(({ path }) => path) ?? [];
  let stranded: Stranded[] = [];
  const isRecorded = intent === undefined || recordTakingBack(site, paths, () => (stranded = takeBack(site, intent.head, intent.steps)));
  if (intent !== undefined && stranded.length > 0) keepStranded(site, intent.head.label, stranded);
  removeEmpty(folder);
  if (intent !== undefined && !isRecorded) recordTakenBack(site, paths, intent.head.begin);
}

/** At once, because a full disk needs the room. What is displaced is back in its place; if anything is not, it is left where it can be found. */
function removeEmpty(folder: string): void {
  try {
    rmSync(toPathBytes(`${folder}/intent.jsonl`), { force: true });
    for (const path of [`${folder}/displaced`, folder]) if (existsSync(toPathBytes(path))) rmdirSync(toPathBytes(path));
  } catch {
    renameSync(toPathBytes(folder), toPathBytes(`${folder}-left-${Date.now()}`));
  }
}

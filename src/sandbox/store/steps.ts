/** Taking the steps of a journal, and taking them back. */
import { chmodSync, chownSync, statSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EntryState } from "../change-set.ts";
import { toPathBytes } from "../path-bytes.ts";
import { openFolders, split, type Folders } from "./folders.ts";
import type { JournalHead, Step } from "./journal.ts";
import { native } from "./native.ts";
import { renameNew } from "./rename-new.ts";
import { inSite, type Site } from "./site.ts";
import { isSame, stateAt, statsAt, toState } from "./state.ts";
import { walkTree } from "./tree.ts";

/** Trees up to this many entries lose overlayfs's attributes before they are placed; in larger ones they stay, where they mean nothing. */
const MAX_STRIPPED_ENTRIES = 1000;

/** A version of a path that could not go back to its place, because somebody has put something else there. */
export interface Stranded {
  step: Step;
  /** Where it is. */
  at: string;
}

/** A step that was not taken, because its path was not what it was a moment before. */
export interface Missed {
  step: Step;
  reason: string;
}

/** What somebody else changes or makes at the path of a step meanwhile stays, and the step is missed. */
export function takeSteps(
  site: Site,
  { id: checkpoint, begin }: Pick<JournalHead, "id" | "begin">,
  steps: readonly Step[],
): { missed: Missed[]; stranded: Stranded[] } {
  using folders = openFolders(site.root);
  const missed: Missed[] = [];
  const stranded: Stranded[] = [];
  const isRecord = steps.some(({ kind }) => kind === "kept");
  for (const step of steps) {
    // Folders are as they are to be, or have been changed since.
    if (isRecord && step.kind === "meta") continue;
    if (step.kind === "meta") setMeta(folders, step.path, step.after);
    else if (step.kind === "kept") keep(site, checkpoint, step);
    else {
      const reason = place(site, folders, checkpoint, step);
      if (reason === undefined) continue;
      missed.push({ step, reason });
      unplace(site, folders, { checkpoint, begin, step, stranded });
    }
  }
  return { missed, stranded };
}

/**
 * Makes the root what it was before the steps, however many of them were taken; the journal tells by what is where.
 * May itself be cut off and begun again.
 */
export function takeBack(site: Site, { id: checkpoint, begin }: Pick<JournalHead, "id" | "begin">, steps: readonly Step[]): Stranded[] {
  using folders = openFolders(site.root);
  const stranded: Stranded[] = [];
  for (const section of sectionsOf(steps).toReversed()) {
    for (const step of section.filter(({ kind }) => kind === "place").toReversed())
      unplace(site, folders, { checkpoint, begin, step, stranded });
    for (const step of section) if (step.kind === "meta") setMeta(folders, step.path, step.before);
  }
  return stranded;
}

export function sectionsOf(steps: readonly Step[]): Step[][] {
  const sections = new Map<number, Step[]>();
  for (const step of steps) {
    const section = sections.get(step.section);
    if (section === undefined) sections.set(step.section, [step]);
    else section.push(step);
  }
  return [...sections.values()];
}

/** Where a step's old version is kept. */
export function displacedPath(site: Pick<Site, "folder">, checkpoint: string, n: number): string {
  return inSite(site, "checkpoints", checkpoint, "displaced", String(n));
}

export function stagedPath(site: Pick<Site, "folder">, staged: string): string {
  return staged.startsWith("/") ? staged : join(site.folder, staged);
}

/** Why it was not done, or not wholly, if so; then it is to be taken back. */
function place(site: Site, folders: Folders, checkpoint: string, step: Step): string | undefined {
  const { n, path, before, after, staged, entries } = step;
  const here = placeIfThere(folders, path);
  if (here === undefined) return "The folder it is in was removed or replaced meanwhile.";
  if (before !== null) {
    if (before.type === "directory") folders.forget(path);
    const displaced = displacedPath(site, checkpoint, n);
    if (!displace(here, displaced, before)) return "It was removed meanwhile.";
    // Only now nobody can change what the path names.
    if (!isStill(stateAt(displaced), before)) return "It was changed by somebody else meanwhile.";
  }
  if (after === null || staged === null) return undefined;
  const from = stagedPath(site, staged);
  strip(from, after, entries);
  if (!move(from, here, after)) return "It was made by somebody else meanwhile.";
  if (after.type === "directory") setMeta(folders, path, after);
  return undefined;
}

/** False when nothing is there. */
function displace(here: string, displaced: string, state: EntryState): boolean {
  try {
    return move(here, displaced, state);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" && statsAt(here) === null) return false;
    throw error;
  }
}

/** Of a folder only whether it is the same one: what is changed in it is displaced with it, and comes back with an undo. */
function isStill(found: EntryState | null, before: EntryState): boolean {
  return isSame(found, before) && (before.type !== "directory" || found?.ino === before.ino);
}

/** May have been done before. */
function keep(site: Site, checkpoint: string, { n, before, staged }: Step): void {
  if (before === null || staged === null || statsAt(stagedPath(site, staged)) === null) return;
  move(stagedPath(site, staged), displacedPath(site, checkpoint, n), before);
}

interface Unplaced {
  checkpoint: string;
  begin: bigint;
  step: Step;
  stranded: Stranded[];
}

function unplace(site: Site, folders: Folders, { checkpoint, begin, step, stranded }: Unplaced): void {
  const { n, path, before, after, staged } = step;
  const here = placeIfThere(folders, path);
  if (after !== null && staged !== null && here !== undefined && isPlaced(here, step, begin)) {
    const from = stagedPath(site, staged);
    if (statsAt(from) === null) {
      folders.forget(path);
      move(here, from, after);
      // Changed between the look and the rename: it is somebody's now.
      if (!isPlaced(from, step, begin) && !move(from, here, after)) stranded.push({ step, at: from });
    } else if (isTwin(from, here) && before?.ino !== after.ino) unlinkSync(toPathBytes(here));
  }
  const displaced = displacedPath(site, checkpoint, n);
  const old = statsAt(displaced);
  if (before === null || old === null) return;
  if (here !== undefined && isTwin(displaced, here)) unlinkSync(toPathBytes(displaced));
  else if (here === undefined || !move(displaced, here, before)) stranded.push({ step, at: displaced });
  else if (before.type === "directory" && old.ino === before.ino) setMeta(folders, path, before);
}

/** A rename by links that was cut off leaves a file under both names. */
function isTwin(a: string, b: string): boolean {
  const [one, other] = [statsAt(a), statsAt(b)];
  return one !== null && one.isFile() && one.ino === other?.ino && one.dev === other.dev;
}

/** Whether it is the new version that is there, and as it was staged: what somebody has changed since is theirs. */
function isPlaced(at: string, { after, born }: Step, begin: bigint): boolean {
  const stats = statsAt(at);
  if (stats === null || stats.ino !== after?.ino || stats.birthtimeNs !== born) return false;
  return stats.isDirectory() ? !isWrittenSince(at, begin) : isSame(toState(stats, at), after);
}

/** Whether anybody wrote to a folder since then, or to anything in it. Times that lie ahead were given by whoever made it. */
function isWrittenSince(folder: string, begin: bigint): boolean {
  const now = BigInt(Date.now()) * 1_000_000n;
  let isWritten = false;
  walkTree(folder, (_, { mtimeNs }) => {
    if (mtimeNs > begin && mtimeNs <= now) isWritten = true;
  });
  return isWritten;
}

function placeIfThere(folders: Folders, path: string): string | undefined {
  try {
    folders.folder(split(path)[0]);
    return folders.place(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Renames, also out of and into folders that their owner may not write to; false when something has the new name. */
function move(from: string, to: string, { type, mode }: EntryState): boolean {
  try {
    return renameNew(from, to, type);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EACCES") throw error;
    const opened = [dirname(from), dirname(to), ...(type === "directory" ? [from] : [])].map(openUp);
    try {
      if (!renameNew(from, to, type)) return false;
      if (type === "directory") chmodSync(toPathBytes(to), mode);
      return true;
    } finally {
      for (const close of opened) close();
    }
  }
}

/** Lets the owner write to a folder; returns what takes that back. */
function openUp(folder: string): () => void {
  const path = toPathBytes(folder);
  const mode = statSync(path).mode & 0o7777;
  if ((mode & 0o300) === 0o300) return () => {};
  chmodSync(path, mode | 0o300);
  return () => {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) chmodSync(path, mode);
  };
}

/** Gives a folder mode, owner and time, as far as they differ. One that is gone is passed over. */
function setMeta(folders: Folders, path: string, wanted: EntryState | null): void {
  if (wanted === null) return;
  const at = folderIfThere(folders, path);
  if (at === undefined) return;
  const now = statSync(toPathBytes(at), { bigint: true });
  if (now.uid !== BigInt(wanted.uid) || now.gid !== BigInt(wanted.gid)) chownSync(toPathBytes(at), wanted.uid, wanted.gid);
  if (Number(now.mode & 0o7777n) !== wanted.mode) chmodSync(toPathBytes(at), wanted.mode);
  if (now.mtimeNs !== wanted.mtimeNs) native().setTime(at, wanted.mtimeNs);
}

function folderIfThere(folders: Folders, path: string): string | undefined {
  try {
    return folders.folder(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

function strip(path: string, { type }: EntryState, entries: number): void {
  const { stripOverlay } = native();
  if (stripOverlay === undefined || entries > MAX_STRIPPED_ENTRIES) return;
  if (type !== "directory") return stripOverlay(path);
  walkTree(path, (below) => stripOverlay(below === "" ? path : `${path}/${below}`));
}

/** What is at a path of the root now; null also when a folder on the way is gone or a link by now. */
export function presentAt(folders: Folders, path: string): EntryState | null {
  const at = path === "." ? folderIfThere(folders, path) : placeIfThere(folders, path);
  return at === undefined ? null : path === "." ? stateAt(`${at}/.`) : stateAt(at);
}

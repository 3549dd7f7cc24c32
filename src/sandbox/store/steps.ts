/** Taking the steps of a journal, and taking them back. */
import { chmodSync, chownSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EntryState } from "../change-set.ts";
import { toPathBytes } from "../path-bytes.ts";
import { openFolders, split, type Folders } from "./folders.ts";
import type { Step } from "./journal.ts";
import { native } from "./native.ts";
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

export function takeSteps(site: Site, checkpoint: string, steps: readonly Step[]): void {
  using folders = openFolders(site.root);
  const isRecord = steps.some(({ kind }) => kind === "kept");
  for (const step of steps) {
    // Folders are as they are to be, or have been changed since.
    if (isRecord && step.kind === "meta") continue;
    if (step.kind === "meta") setMeta(folders, step.path, step.after);
    else if (step.kind === "place") place(site, folders, checkpoint, step);
    else keep(site, checkpoint, step);
  }
}

/**
 * Makes the root what it was before the steps, however many of them were taken; the journal tells by what is where.
 * May itself be cut off and begun again.
 */
export function takeBack(site: Site, checkpoint: string, steps: readonly Step[]): Stranded[] {
  using folders = openFolders(site.root);
  const stranded: Stranded[] = [];
  for (const section of sectionsOf(steps).toReversed()) {
    for (const step of section.filter(({ kind }) => kind === "place").toReversed()) unplace(site, folders, checkpoint, step, stranded);
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

function place(site: Site, folders: Folders, checkpoint: string, { n, path, before, after, staged, entries }: Step): void {
  const here = folders.place(path);
  if (before !== null) {
    if (before.type === "directory") folders.forget(path);
    move(here, displacedPath(site, checkpoint, n), before);
  }
  if (after === null || staged === null) return;
  const from = stagedPath(site, staged);
  strip(from, after, entries);
  move(from, here, after);
  if (after.type === "directory") setMeta(folders, path, after);
}

/** May have been done before. */
function keep(site: Site, checkpoint: string, { n, before, staged }: Step): void {
  if (before === null || staged === null || statsAt(stagedPath(site, staged)) === null) return;
  move(stagedPath(site, staged), displacedPath(site, checkpoint, n), before);
}

function unplace(site: Site, folders: Folders, checkpoint: string, step: Step, stranded: Stranded[]): void {
  const { n, path, before, after, staged } = step;
  const here = placeIfThere(folders, path);
  if (after !== null && staged !== null) {
    const from = stagedPath(site, staged);
    if (statsAt(from) === null && here !== undefined && isPlaced(here, step)) {
      folders.forget(path);
      move(here, from, after);
    }
  }
  const displaced = displacedPath(site, checkpoint, n);
  if (before === null || statsAt(displaced) === null) return;
  if (here === undefined || statsAt(here) !== null) {
    stranded.push({ step, at: displaced });
    return;
  }
  move(displaced, here, before);
  if (before.type === "directory") setMeta(folders, path, before);
}

/** Whether it is the new version that is there, and as it was staged: what somebody has changed since is theirs. */
function isPlaced(at: string, { after, born }: Step): boolean {
  const stats = statsAt(at);
  if (stats === null || stats.ino !== after?.ino || stats.birthtimeNs !== born) return false;
  return stats.isDirectory() || isSame(toState(stats, at), after);
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

/** Renames, also out of and into folders that their owner may not write to. */
function move(from: string, to: string, { type, mode }: EntryState): void {
  try {
    renameSync(toPathBytes(from), toPathBytes(to));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EACCES") throw error;
    const opened = [dirname(from), dirname(to), ...(type === "directory" ? [from] : [])].map(openUp);
    try {
      renameSync(toPathBytes(from), toPathBytes(to));
      if (type === "directory") chmodSync(toPathBytes(to), mode);
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

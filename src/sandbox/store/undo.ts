/**
 * Undo is a commit whose staged files are the displaced ones of what it takes back, so that redo is the undo of the undo.
 * Steps are planned one after the other against a view of the root as it will be by then, newest checkpoint first.
 */
import picomatch from "picomatch";
import type { EntryState, PendingChange } from "../change-set.ts";
import { isInside } from "../../lib/path.ts";
import { openFolders, split, type Folders } from "./folders.ts";
import type { History } from "./history.ts";
import { toConflict, without } from "./missed.ts";
import { isMain, mainSteps } from "./main-steps.ts";
import { sectionsOf, displacedPath, presentAt, stagedPath } from "./steps.ts";
import type { Step, StepRef } from "./journal.ts";
import type { Site } from "./site.ts";
import { isSame, stateAt } from "./state.ts";
import type { Conflict, Undone, UndoOptions, Which } from "./store.ts";
import { readTakenBack, type TakenBack } from "./taken-back.ts";
import { transact } from "./transact.ts";
import { walkTree } from "./tree.ts";

/** Only with the lock. `ids` in any order. */
export function revert(
  site: Site,
  history: History,
  ids: readonly string[],
  { label, paths, preview }: UndoOptions,
  kind: "undo" | "redo",
): Undone {
  using folders = openFolders(site.root);
  const targets = stepsOf(history, ids, paths);
  const { steps, conflicts } = planRevert(site, folders, history, targets);
  const changes = steps.filter(isMain).map((step) => toChange(site, step));
  if (preview === true || changes.length === 0) return { checkpoint: undefined, changes, conflicts };
  const { checkpoint, missed } = transact(site, { label, kind, undoes: [...ids] }, steps);
  return { checkpoint, changes: without(changes, missed), conflicts: [...conflicts, ...missed.map(toConflict)] };
}

/** Newest first: everything after a checkpoint that counts, but not an undo of something that is itself taken back. */
export function idsOf(history: History, which: Which): string[] {
  if ("ids" in which) return which.ids.map((id) => history.head(id).id);
  const at = history.heads.indexOf(history.head(which.to));
  const newer = history.heads.slice(at + 1);
  const ids = new Set(newer.map(({ id }) => id));
  return newer.filter(({ undoes }) => undoes.length === 0 || !undoes.every((id) => ids.has(id))).map(({ id }) => id);
}

/** What was undone last and not redone. */
export function lastUndo(history: History): string[] {
  const last = history.heads.findLast(
    ({ id, kind }) => kind === "undo" && mainSteps(history.steps(id)).some(({ n }) => history.counts({ checkpoint: id, n })),
  );
  return last === undefined ? [] : [last.id];
}

/** Checkpoint -> numbers of its steps that are to be taken back; instead of a step, what did it again after an earlier undo. */
type Targets = Map<string, Set<number>>;

function stepsOf(history: History, ids: readonly string[], paths: readonly string[] | undefined): Targets {
  const isWanted = matcher(paths);
  const targets: Targets = new Map();
  for (const id of ids) {
    for (const { n, path } of history.steps(id)) {
      const ref = { checkpoint: id, n };
      if (!history.counts(ref) || !isWanted(path)) continue;
      const { checkpoint, n: carrier } = history.carrier(ref);
      targets.set(checkpoint, (targets.get(checkpoint) ?? new Set()).add(carrier));
    }
  }
  return targets;
}

/** A path means all below it too; what is no path of a change may be a pattern. */
function matcher(paths: readonly string[] | undefined): (path: string) => boolean {
  if (paths === undefined) return () => true;
  const plain = paths.map((path) => path.replace(/\/+$/, "") || ".");
  const matches = picomatch([...plain], { dot: true });
  return (path) => plain.some((wanted) => wanted === "." || path === wanted || path.startsWith(`${wanted}/`)) || matches(path);
}

function planRevert(site: Site, folders: Folders, history: History, targets: Targets): { steps: Step[]; conflicts: Conflict[] } {
  const view = plannedView(folders);
  const steps: Step[] = [];
  const conflicts: Conflict[] = [];
  let sections = 0;
  const order = history.heads.map(({ id }) => id).filter((id) => targets.has(id));
  for (const id of order.toReversed()) {
    const wanted = targets.get(id) ?? new Set();
    for (const section of sectionsOf(history.steps(id)).toReversed()) {
      const left = new Set<string>();
      sections++;
      for (const step of section.toReversed()) {
        if (step.kind !== "meta") revertPlace(id, step, wanted.has(step.n), left);
      }
      for (const step of section) if (step.kind === "meta") revertMeta(id, step, wanted.has(step.n), left);
    }
  }
  return { steps, conflicts };

  function revertPlace(id: string, step: Step, isWanted: boolean, left: Set<string>): void {
    const { path, before, n } = step;
    const [parent] = split(path);
    if (!isWanted) return void left.add(parent);
    const { state: present, at } = view.look(path);
    const reason = conflictOf(id, step, present, at) ?? missing(id, step, view.look(parent).state);
    if (reason !== undefined) {
      conflicts.push({ path, reason });
      left.add(parent);
      return;
    }
    const staged = before === null ? null : displacedPath(site, id, n);
    const restored = staged === null ? null : stateAt(staged);
    const bytes = present?.type === "directory" ? bytesOf(at) : (present?.size ?? 0);
    add(
      {
        kind: "place",
        path,
        before: present,
        after: restored,
        staged: staged?.slice(site.folder.length + 1) ?? null,
        entries: step.entries,
        bytes,
      },
      [{ checkpoint: id, n }],
    );
    view.put(path, restored, staged);
  }

  function revertMeta(id: string, step: Step, isWanted: boolean, left: Set<string>): void {
    const { path, before, after, n } = step;
    const { state: present } = view.look(path);
    if (present?.type !== "directory" || before === null || after === null) return;
    const isChange = isMain(step);
    const isUnchanged = present.mode === after.mode && present.uid === after.uid && present.gid === after.gid;
    if (isWanted && isChange && !isUnchanged) conflicts.push({ path, reason: reasonFor(id, path) });
    const wanted = {
      ...present,
      ...(isWanted && isChange && isUnchanged && { mode: before.mode, uid: before.uid, gid: before.gid }),
      // The old time is right only when the folder is wholly what it was.
      ...(!left.has(path) && present.mtimeNs === after.mtimeNs && { mtimeNs: before.mtimeNs }),
    };
    add(
      { kind: "meta", path, before: present, after: wanted, staged: null, entries: 1, bytes: 0 },
      isWanted && isUnchanged ? [{ checkpoint: id, n }] : [],
    );
    view.set(path, wanted);
  }

  function add(step: Omit<Step, "n" | "section" | "reverses">, reverses: StepRef[]): void {
    steps.push({ n: steps.length, section: sections, ...step, reverses });
  }

  function missing(id: string, { n, before }: Step, parent: EntryState | null): string | undefined {
    if (parent?.type !== "directory") return "The folder it is in was removed or replaced since.";
    return before !== null && stateAt(displacedPath(site, id, n)) === null ? "Its old version is not kept any more." : undefined;
  }

  function conflictOf(id: string, { path, after }: Step, present: EntryState | null, at: string | null): string | undefined {
    if (!isSame(present, after)) return reasonFor(id, path);
    if (after?.type !== "directory" || at === null) return undefined;
    const later = laterChange(id, path);
    if (later !== undefined) return `It was changed by ${later} since.`;
    return isChangedInside(id, path, at) ? "Something in it was changed since." : undefined;
  }

  function reasonFor(id: string, path: string): string {
    const later = laterChange(id, path);
    return later === undefined ? "It was changed since." : `It was changed by ${later} since.`;
  }

  /** The last checkpoint after one that changed a path, or something in it, and is neither taken back nor being taken back. */
  function laterChange(id: string, path: string): string | undefined {
    return newerThan(id).findLast((head) => {
      if (head.undoes.length > 0) return false;
      return history.steps(head.id).some((step) => {
        const ref = { checkpoint: head.id, n: step.n };
        return (
          isMain(step) &&
          isInside(`/${step.path}`, `/${path}`) &&
          history.counts(ref) &&
          targets.get(history.carrier(ref).checkpoint)?.has(history.carrier(ref).n) !== true
        );
      });
    })?.id;
  }

  function newerThan(id: string): History["heads"] {
    return history.heads.slice(history.heads.findIndex((head) => head.id === id) + 1);
  }

  /** Renames of our own, of entries in the folder, are no changes: they touched known paths at known times. */
  function isChangedInside(id: string, path: string, at: string): boolean {
    const { end } = history.head(id);
    const touches = touchesSince(id);
    let isChanged = false;
    walkTree(at, (below, stats) => {
      if (isChanged || stats.ctimeNs <= end) return;
      const entry = below === "" ? path : `${path}/${below}`;
      const isOwn = touches.some((touch) => touch.begin <= stats.ctimeNs && stats.ctimeNs <= touch.end && touch.paths.has(entry));
      isChanged = !isOwn && !isPlanned(entry);
    });
    return isChanged;
  }

  function touchesSince(id: string): TakenBack[] {
    const own = newerThan(id).map((head) => ({ ...head, paths: new Set(history.steps(head.id).map(({ path }) => path)) }));
    return [...own, ...readTakenBack(site)];
  }

  /** Put there by an earlier step of this plan, out of the store, where nobody else changes anything. */
  function isPlanned(entry: string): boolean {
    return steps.some((step) => step.path === entry);
  }
}

function bytesOf(at: string | null): number {
  let bytes = 0;
  if (at !== null) walkTree(at, (_, stats) => void (stats.isFile() && (bytes += Number(stats.size))));
  return bytes;
}

/** The root as it will be when the steps planned so far are taken. */
function plannedView(folders: Folders): {
  look(path: string): { state: EntryState | null; at: string | null };
  put(path: string, state: EntryState | null, at: string | null): void;
  set(path: string, state: EntryState): void;
} {
  const places = new Map<string, { state: EntryState | null; at: string | null }>();
  const metas = new Map<string, EntryState>();

  function look(path: string): { state: EntryState | null; at: string | null } {
    const { state, at } = lookAround(path, path);
    const meta = metas.get(path);
    return { state: state !== null && meta !== undefined ? meta : state, at };
  }

  /** What a path has by the nearest folder above it that was put somewhere else. */
  function lookAround(path: string, above: string): { state: EntryState | null; at: string | null } {
    const known = places.get(above);
    if (known !== undefined) {
      if (above === path) return known;
      if (known.at === null) return { state: null, at: null };
      const at = `${known.at}${path.slice(above.length)}`;
      return { state: stateAt(at), at };
    }
    const [parent] = split(above);
    if (above !== "." && parent !== ".") return lookAround(path, parent);
    const state = presentAt(folders, path);
    return { state, at: state === null ? null : path === "." ? folders.folder(".") : folders.place(path) };
  }

  return {
    look,
    put(path, state, at) {
      const isFolder = [state, look(path).state].some((version) => version?.type === "directory");
      // Nothing is below a file, and there may be thousands.
      const known = isFolder ? [...places.keys(), ...metas.keys()].filter((one) => isInside(`/${one}`, `/${path}`)) : [path];
      for (const one of known) {
        places.delete(one);
        metas.delete(one);
      }
      places.set(path, { state, at });
    },
    set: (path, state) => void metas.set(path, state),
  };
}

function toChange(site: Site, { path, before, after, staged, entries }: Step): PendingChange {
  return { path, before, after, staged: staged === null ? null : stagedPath(site, staged), entries };
}

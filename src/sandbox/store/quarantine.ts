import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { FettleError } from "../../contract/error.ts";
import type { Hold, Label, PendingChange } from "../change-set.ts";
import { toPathBytes } from "../path-bytes.ts";
import { toStoreError } from "./failure.ts";
import { openFolders } from "./folders.ts";
import { revive, syncFolder, writeSynced } from "./journal.ts";
import { withLock } from "./lock.ts";
import { inSite, lastNumber, numbered, throwAway, type Site } from "./site.ts";
import { stateAt, statsAt } from "./state.ts";
import { presentAt, type Stranded } from "./steps.ts";
import type { Held, HeldDetails } from "./store.ts";
import { measureTree } from "./tree.ts";

interface HeldFile {
  head: Omit<Held, "id" | "changes">;
  /** `staged` is the path in `staged/`. */
  pending: PendingChange[];
}

export async function hold(site: Site, pending: readonly PendingChange[], holds: readonly Hold[], label: Label): Promise<Held> {
  return await withLock(site, () => keep(site, pending, holds, label));
}

/** Only with the lock. */
export function keep(site: Site, pending: readonly PendingChange[], holds: readonly Hold[], label: Label): Held {
  using folders = openFolders(site.root);
  const id = `q${lastNumber(site, "held", "q") + 1}`;
  const folder = inSite(site, "held", id);
  const head = { at: Date.now(), label, holds: [...holds] };
  const kept = pending.map((change, n) => ({
    ...change,
    before: presentAt(folders, change.path),
    ...(change.gone !== undefined && goneNow(change.path)),
    staged: change.staged === null ? null : String(n),
  }));
  try {
    mkdirSync(toPathBytes(`${folder}/staged`), { recursive: true, mode: 0o700 });
    writeSynced(`${folder}/held.jsonl`, [head, ...kept]);
    syncFolder(folder);
    for (const [n, { staged }] of pending.entries()) {
      if (staged !== null) renameSync(toPathBytes(staged), toPathBytes(`${folder}/staged/${n}`));
    }
  } catch (error) {
    throw toStoreError(error, folder);
  }
  return { id, ...head, changes: pending.length };

  function goneNow(path: string): Pick<PendingChange, "gone"> {
    const place = presentAt(folders, path);
    if (place?.type !== "directory") return {};
    const { changedNs, bytes } = measureTree(folders.place(path));
    return { gone: { changedNs, bytes } };
  }
}

/** Versions that could not go back to their place; a person decides. Only with the lock. */
export function keepStranded(site: Site, label: Label, stranded: readonly Stranded[]): Held {
  const pending = stranded.map(({ step, at }) => ({
    path: step.path,
    before: null,
    after: stateAt(at),
    staged: at,
    entries: step.entries,
  }));
  const reason = "Somebody else put something here while a commit was under way. This is the version from before.";
  return keep(
    site,
    pending,
    pending.map(({ path }) => ({ path, rule: "conflict", reason })),
    label,
  );
}

export function listHeld(site: Site): Held[] {
  return numbered(site, "held", "q").flatMap((id) => {
    const file = readHeld(site, id);
    return file === undefined ? [] : [{ id, ...file.head, changes: file.pending.length }];
  });
}

export function showHeld(site: Site, id: string): HeldDetails {
  const file = readHeld(site, id);
  if (file === undefined) throw missing(id);
  const { head, pending } = file;
  return {
    id,
    ...head,
    changes: pending.length,
    pending: pending.map((change) => ({
      ...change,
      staged: change.staged === null ? null : inSite(site, "held", id, "staged", change.staged),
    })),
  };
}

/** Some of what is held, and the rest of it. Without `paths` all of it. Throws `store.missing` for a path that is none of them. */
export function chooseHeld(
  { id, holds, pending }: HeldDetails,
  paths: readonly string[] | undefined,
): { chosen: PendingChange[]; others: PendingChange[] } {
  if (paths === undefined) return { chosen: pending, others: [] };
  for (const path of paths) if (!pending.some((change) => change.path === path)) throw missing(`${path} in ${id}`);
  const others = pending.filter((change) => !paths.includes(change.path));
  // Times and modes of folders alone are nothing that anybody would decide on.
  if (others.every((change) => isFolderAlone(change, holds))) return { chosen: pending, others: [] };
  return { chosen: pending.filter(({ path }) => paths.includes(path)), others };
}

/** A change of a folder's time or mode, which is held only because of what is in the folder. */
export function isFolderAlone({ path, before, after }: PendingChange, holds: readonly Hold[]): boolean {
  return before?.type === "directory" && after?.type === "directory" && !holds.some((hold) => hold.path === path);
}

export async function dropHeld(site: Site, id: string, paths?: readonly string[]): Promise<void> {
  await withLock(site, () => {
    const held = showHeld(site, id);
    const { chosen, others } = chooseHeld(held, paths);
    if (others.length === 0) return throwAway(site, inSite(site, "held", id));
    keepOnly(site, { ...held, pending: others });
    for (const { staged } of chosen) if (staged !== null) throwAway(site, staged);
  });
}

function missing(id: string): FettleError {
  return new FettleError("store.missing", `Nothing is held as ${id}.`, { at: id, hint: "See what is held with `fettle quarantine list`." });
}

/** Leaves only some of what is held, and the reasons that are about it. */
export function keepOnly(site: Site, { id, at, label, holds, pending }: HeldDetails): void {
  const folder = inSite(site, "held", id);
  const lines = pending.map((change) => ({ ...change, staged: change.staged?.slice(`${folder}/staged/`.length) ?? null }));
  const isAbout = (hold: Hold, change: PendingChange) =>
    isOrHolds(hold.path, change.path) || (!isFolderAlone(change, holds) && isOrHolds(change.path, hold.path));
  const about = holds.filter((hold) => pending.some((change) => isAbout(hold, change)));
  const temporary = `${folder}/held.new`;
  if (existsSync(toPathBytes(temporary))) throwAway(site, temporary);
  writeSynced(temporary, [{ at, label, holds: about.length > 0 ? about : holds }, ...lines]);
  renameSync(toPathBytes(temporary), toPathBytes(`${folder}/held.jsonl`));
  syncFolder(folder);
}

function isOrHolds(folder: string, path: string): boolean {
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}

/** Undefined when it is none, or was never completed. What did not get here, because its writer was killed, is left out. */
function readHeld(site: Site, id: string): HeldFile | undefined {
  if (!/^q\d+$/.test(id)) return undefined;
  let text: string;
  try {
    text = readFileSync(toPathBytes(inSite(site, "held", id, "held.jsonl")), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const [head, ...pending] = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line, revive) as unknown);
  const isHere = ({ staged }: PendingChange): boolean => staged === null || statsAt(inSite(site, "held", id, "staged", staged)) !== null;
  return { head: head as HeldFile["head"], pending: (pending as PendingChange[]).filter(isHere) };
}

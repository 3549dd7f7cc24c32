import { FettleError } from "../../contract/error.ts";
import { readDone, readIntent, type DoneHead, type Step, type StepRef } from "./journal.ts";
import { inSite, numbered, type Site } from "./site.ts";
import { mainSteps } from "./main-steps.ts";
import type { Checkpoint } from "./store.ts";
import { namesIn } from "./tree.ts";

/** What checkpoints did, and which of their steps count by now. Read from disk once; a checkpoint never changes after it is done. */
export interface History {
  /** Oldest first. */
  heads: DoneHead[];
  /** Throws `store.missing`. */
  head(id: string): DoneHead;
  /** Those that were taken. */
  steps(id: string): Step[];
  /** Whether a step counts: it was not taken back, or its taking back was. */
  counts(ref: StepRef): boolean;
  /** The step that did last what this one did: itself, or what did it again after it was taken back. */
  carrier(ref: StepRef): StepRef;
}

export interface HistoryCache {
  heads: Map<string, DoneHead>;
  steps: Map<string, Step[]>;
  reverses: Map<string, Map<number, StepRef[]>>;
}

/** Steps of this many checkpoints are kept in memory. */
const MAX_CACHED = 64;

export function readHistory(site: Site, cache: HistoryCache): History {
  const heads = numbered(site, "checkpoints", "c").flatMap((id) => {
    const head = cache.heads.get(id) ?? readDone(inSite(site, "checkpoints", id));
    if (head === undefined) return [];
    cache.heads.set(id, head);
    return [head];
  });
  const byId = new Map(heads.map((head) => [head.id, head]));
  const gone = new Set<string>();
  const carriers = new Map<string, StepRef>();

  function steps(id: string): Step[] {
    const known = cache.steps.get(id);
    if (known !== undefined) return known;
    const missed = new Set(byId.get(id)?.missed);
    const all = byId.has(id) ? (readIntent(inSite(site, "checkpoints", id))?.steps ?? []) : [];
    const read = all.filter(({ n }) => !missed.has(n));
    if (cache.steps.size >= MAX_CACHED) cache.steps.delete(cache.steps.keys().next().value ?? "");
    cache.steps.set(id, read);
    return read;
  }

  /** By the number of the step. Only undos have any, and these lists are small enough to be kept. */
  function reversesOf(id: string): Map<number, StepRef[]> {
    if ((byId.get(id)?.undoes.length ?? 0) === 0) return new Map();
    const known = cache.reverses.get(id) ?? new Map(steps(id).map(({ n, reverses }) => [n, reverses]));
    cache.reverses.set(id, known);
    return known;
  }

  function reversedBy({ checkpoint, n }: StepRef): StepRef[] {
    return reversesOf(checkpoint).get(n) ?? [];
  }

  function takeBack(ref: StepRef, by: StepRef): void {
    gone.add(keyOf(ref));
    for (const reversed of reversedBy(ref)) doAgain(reversed, by);
  }

  function doAgain(ref: StepRef, by: StepRef): void {
    gone.delete(keyOf(ref));
    carriers.set(keyOf(ref), by);
    for (const reversed of reversedBy(ref)) takeBack(reversed, by);
  }

  for (const { id, undoes } of heads) {
    if (undoes.length === 0) continue;
    for (const [n, reverses] of reversesOf(id)) for (const ref of reverses) takeBack(ref, { checkpoint: id, n });
  }

  return {
    heads,
    steps,
    head(id) {
      const head = byId.get(id);
      if (head !== undefined) return head;
      const hint =
        heads.length === 0 ? "There are no checkpoints." : `There are ${heads[0]?.id} to ${heads.at(-1)?.id}; see \`fettle changes\`.`;
      throw new FettleError("store.missing", `There is no checkpoint ${id}.`, { at: id, hint });
    },
    counts: (ref) => !gone.has(keyOf(ref)),
    carrier: (ref) => carriers.get(keyOf(ref)) ?? ref,
  };
}

export function listCheckpoints(site: Site, history: History): Checkpoint[] {
  const pins = new Set(namesIn(inSite(site, "pins")));
  const touched = new Set(history.heads.flatMap(({ id, undoes }) => (undoes.length > 0 ? [id, ...undoes] : [])));
  return history.heads.map(({ id, at, label, kind, undoes, changes, bytes }) => {
    // Only what somebody took back needs a look at its steps.
    const isUndone = touched.has(id) && !mainSteps(history.steps(id)).some(({ n }) => history.counts({ checkpoint: id, n }));
    return { id, at, label, kind, state: isUndone ? "undone" : "done", undoes, pinned: pins.has(id), changes, bytes };
  });
}

function keyOf({ checkpoint, n }: StepRef): string {
  return `${checkpoint}:${n}`;
}

import { FettleError } from "../../contract/error.ts";
import type { Checkpoint, Which } from "../../sandbox/store/store.ts";

/** All checkpoints of one call, repair, check or command of a person: what people mean by a step back. */
interface CheckpointGroup {
  checkpoints: readonly [Checkpoint, ...Checkpoint[]];
}

/** Newest last. Neighbours that were made for the same item belong together. */
function groupCheckpoints(checkpoints: readonly Checkpoint[]): CheckpointGroup[] {
  const groups: { checkpoints: [Checkpoint, ...Checkpoint[]] }[] = [];
  for (const checkpoint of checkpoints) {
    const last = groups.at(-1);
    const { thread, item, turn } = checkpoint.label;
    const other = last?.checkpoints[0].label;
    const belongs = isOwn(checkpoint) && other?.thread === thread && other.item === item && other.turn === turn;
    if (last !== undefined && belongs && isOwn(last.checkpoints[0])) last.checkpoints.push(checkpoint);
    else groups.push({ checkpoints: [checkpoint] });
  }
  return groups;
}

/**
 * What `fettle undo [N|CHECKPOINT|THREAD]` means: the last N groups that still count, everything after a checkpoint, or all that a
 * thread has done (`last` for the newest one). Throws `usage.invalid` for what is none of these, and when there is nothing.
 */
export function chooseToUndo(checkpoints: readonly Checkpoint[], word = "1"): Which {
  if (/^c\d+$/.test(word)) return toCheckpoint(checkpoints, word);
  const standing = checkpoints.filter((checkpoint) => isOwn(checkpoint) && checkpoint.state === "done");
  if (standing.length === 0) throw nothing("There is nothing to undo in this workspace.");
  return { ids: (/^\d+$/.test(word) ? lastGroups(standing, Number(word)) : ofThread(standing, word)).map(({ id }) => id) };
}

/** Made by a call, repair or check; undos and redos are taken back by each other. */
function isOwn({ kind }: Checkpoint): boolean {
  return kind === "commit" || kind === "record";
}

function lastGroups(standing: readonly Checkpoint[], count: number): Checkpoint[] {
  if (count < 1) throw new FettleError("usage.invalid", "The number of steps to undo must be at least 1.");
  return groupCheckpoints(standing)
    .slice(-count)
    .flatMap((group) => group.checkpoints);
}

function ofThread(standing: readonly Checkpoint[], word: string): Checkpoint[] {
  const newest = standing.findLast(({ label }) => label.thread !== "")?.label.thread;
  const found = standing.filter(
    ({ label }) => label.thread !== "" && (word === "last" ? label.thread === newest : label.thread.startsWith(word)),
  );
  if (new Set(found.map(({ label }) => label.thread)).size === 1) return found;
  throw new FettleError(
    "usage.invalid",
    `${JSON.stringify(word)} is no number of steps, no checkpoint such as c12, and ${found.length === 0 ? "no thread that changed something here" : "the beginning of several threads"}.`,
    { hint: "`fettle changes` lists the checkpoints and who made them." },
  );
}

function toCheckpoint(checkpoints: readonly Checkpoint[], id: string): Which {
  if (!checkpoints.some((checkpoint) => checkpoint.id === id)) {
    throw new FettleError("usage.invalid", `There is no checkpoint ${id}.`, { hint: "`fettle changes` lists the checkpoints." });
  }
  return { to: id };
}

function nothing(message: string): FettleError {
  return new FettleError("usage.invalid", message, { hint: "`fettle changes` lists what was changed, and what of it was undone." });
}

/** What `fettle redo [CHECKPOINT]` means: the last undo that still counts, or the named one. */
export function chooseToRedo(checkpoints: readonly Checkpoint[], word?: string): Which {
  const undos = checkpoints.filter(({ kind, state }) => kind === "undo" && state === "done");
  const found = word === undefined ? undos.at(-1) : undos.find(({ id }) => id === word);
  if (found !== undefined) return { ids: [found.id] };
  throw nothing(word === undefined ? "There is no undo to take back." : `${JSON.stringify(word)} is no undo that could be taken back.`);
}

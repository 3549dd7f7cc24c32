import { FettleError } from "../../contract/error.ts";
import type { Checkpoint, Which } from "../../sandbox/store/store.ts";

/** All checkpoints of one call, repair, check or command of a person: what people mean by a step back. */
export interface CheckpointGroup {
  checkpoints: readonly [Checkpoint, ...Checkpoint[]];
}

/** Newest last. Neighbours that were made for the same item belong together. */
export function groupCheckpoints(checkpoints: readonly Checkpoint[]): CheckpointGroup[] {
  const groups: { checkpoints: [Checkpoint, ...Checkpoint[]] }[] = [];
  for (const checkpoint of checkpoints) {
    const last = groups.at(-1);
    const { thread, item, turn } = checkpoint.label;
    const other = last?.checkpoints[0].label;
    const belongs = checkpoint.kind === "commit" && other?.thread === thread && other.item === item && other.turn === turn;
    if (last !== undefined && belongs && last.checkpoints[0].kind === "commit") last.checkpoints.push(checkpoint);
    else groups.push({ checkpoints: [checkpoint] });
  }
  return groups;
}

/**
 * What `fettle undo [N|CHECKPOINT]` means: the last N groups that still count, or everything after a checkpoint.
 * Throws `usage.invalid` for what is neither, and when there is nothing.
 */
export function chooseToUndo(checkpoints: readonly Checkpoint[], word = "1"): Which {
  if (/^c\d+$/.test(word)) return toCheckpoint(checkpoints, word);
  const count = Number(word);
  if (!Number.isInteger(count) || count < 1) {
    throw new FettleError("usage.invalid", `${JSON.stringify(word)} is neither a number of steps nor a checkpoint such as c12.`, {
      hint: "`fettle changes` lists the checkpoints.",
    });
  }
  const standing = checkpoints.filter(({ kind, state }) => kind === "commit" && state === "done");
  const groups = groupCheckpoints(standing).slice(-count);
  if (groups.length === 0) throw nothing("There is nothing to undo in this workspace.");
  return { ids: groups.flatMap((group) => group.checkpoints.map(({ id }) => id)) };
}

function toCheckpoint(checkpoints: readonly Checkpoint[], id: string): Which {
  if (!checkpoints.some((checkpoint) => checkpoint.id === id)) {
    throw new FettleError("usage.invalid", `There is no checkpoint ${id}.`, { hint: "`fettle changes` lists the checkpoints." });
  }
  return { to: id };
}

export function nothing(message: string): FettleError {
  return new FettleError("usage.invalid", message, { hint: "`fettle changes` lists what was changed, and what of it was undone." });
}

/** What `fettle redo [CHECKPOINT]` means: the last undo that still counts, or the named one. */
export function chooseToRedo(checkpoints: readonly Checkpoint[], word?: string): Which {
  const undos = checkpoints.filter(({ kind, state }) => kind === "undo" && state === "done");
  const found = word === undefined ? undos.at(-1) : undos.find(({ id }) => id === word);
  if (found !== undefined) return { ids: [found.id] };
  throw nothing(word === undefined ? "There is no undo to take back." : `${JSON.stringify(word)} is no undo that could be taken back.`);
}

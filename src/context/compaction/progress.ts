import type { Place, StoredText } from "../../contract/event.ts";
import { defineFold } from "../../log/folds/fold.ts";

/** What a model has summed up, up to `through`. */
export interface Summary {
  through: Place;
  text: StoredText;
  usd: number | null;
}

/** How the compactions of a thread go. */
export interface Progress {
  /** A summary is being made, up to `through`. `late`: the conversation was compacted without it, and what it is about is not there any more. */
  underway: { through: Place; late: boolean } | undefined;
  /** For the next compaction; one that failed is not tried again before it, one that was interrupted with its turn is. */
  summary: Summary | "none" | "failed";
  /** The prose of the last compaction. */
  prose: StoredText | undefined;
  /** Since the last compaction that was needed; undefined before one. */
  since: { steps: number; progress: boolean } | undefined;
}

export const progress = defineFold<Progress>(() => ({ underway: undefined, summary: "none", prose: undefined, since: undefined }), {
  "summary.started": (view, { through }) => {
    view.underway = { through, late: false };
  },
  "summary.completed": (view, { text, usd }) => {
    // A reply without words is none.
    if (view.underway?.late === false) view.summary = text === "" ? "failed" : { through: view.underway.through, text, usd };
    view.underway = undefined;
  },
  "summary.failed": (view, { error }) => {
    if (view.underway?.late === false) view.summary = error.code === "turn.interrupted" ? "none" : "failed";
    view.underway = undefined;
  },
  // Whoever was making it has ended.
  "thread.resumed": giveUp,
  "thread.forked": giveUp,
  "context.compacted": (view, { cause, prose }) => {
    view.summary = "none";
    if (view.underway !== undefined) view.underway.late = true;
    view.prose = prose;
    if (cause !== "asked") view.since = { steps: 0, progress: false };
  },
  "step.completed": (view) => {
    if (view.since !== undefined) view.since.steps++;
  },
  "prompt.admitted": (view, { by }) => {
    if (by !== "harness") advance(view);
  },
  "transaction.committed": advance,
  "transaction.undone": advance,
  "transaction.redone": advance,
  "fact.recorded": (view, { fact }) => {
    if (fact === "plan") advance(view);
  },
});

function giveUp(view: Progress): void {
  view.underway = undefined;
}

function advance(view: Progress): void {
  if (view.since !== undefined) view.since.progress = true;
}

/** Steps within which the next compaction comes too soon. */
const TOO_SOON = 2;

/** Whether another compaction would be one of a loop: the last has just been made, and nothing was done since. */
export function isLooping({ since }: Progress): boolean {
  return since !== undefined && since.steps <= TOO_SOON && !since.progress;
}

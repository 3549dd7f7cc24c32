import type { Position, Text } from "./text.ts";

export interface EditState {
  readonly text: Text;
  readonly caret: Position;
}

/** What undo takes back at once: a run of typed text up to the next word, a run of deletions; everything else by itself. */
export type EditKind = "type" | "delete" | "other";

/** Units of all kept states together; they share most of their lines, so that this is an upper bound of some 30 MB. */
const MAX_UNITS = 4_000_000;
/** Kept however long the text is. */
const MIN_STATES = 20;

interface Kept {
  state: EditState;
  units: number;
}

/** The states that can be gone back to and forth to. Texts are immutable, so that a state is its own copy. */
export class UndoStack {
  #past: Kept[] = [];
  #future: Kept[] = [];
  #units = 0;
  #group: EditKind | undefined;
  /** Everything since `hold` is one step; whether its first state is kept already. */
  #held: "empty" | "kept" | undefined;

  /** Tells of an edit that is about to be made in `state`. Edits of one kind in a row are one step back. */
  edit(state: EditState, kind: EditKind): void {
    this.#future = [];
    if (this.#held === "kept" || (kind === this.#group && kind !== "other")) return;
    this.#group = kind;
    if (this.#held === "empty") this.#held = "kept";
    this.#push(state);
  }

  /** The next edit is a step of its own. */
  endGroup(): void {
    this.#group = undefined;
  }

  /** Whatever is edited from now on is one step, until `release`. */
  hold(): void {
    this.#group = undefined;
    this.#held ??= "empty";
  }

  release(): void {
    this.#group = undefined;
    this.#held = undefined;
  }

  /** The state before the last step; undefined when there is none. `now` is what redo returns to. */
  undo(now: EditState): EditState | undefined {
    this.release();
    const kept = this.#past.pop();
    if (kept === undefined) return undefined;
    this.#units -= kept.units;
    this.#future.push({ state: now, units: unitsIn(now) });
    return kept.state;
  }

  redo(now: EditState): EditState | undefined {
    this.release();
    const kept = this.#future.pop();
    if (kept === undefined) return undefined;
    this.#push(now);
    return kept.state;
  }

  #push(state: EditState): void {
    const units = unitsIn(state);
    this.#past.push({ state, units });
    this.#units += units;
    while (this.#units > MAX_UNITS && this.#past.length > MIN_STATES) this.#units -= this.#past.shift()!.units;
  }
}

function unitsIn({ text }: EditState): number {
  let units = text.length;
  for (const line of text) units += line.length;
  return units;
}

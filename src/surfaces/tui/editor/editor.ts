import { left, right, type Motion } from "./motions.ts";
import { compare, emptyText, endOf, replace, slice, start, toText, type Position, type Text } from "./text.ts";
import { type EditKind, type EditState, UndoStack } from "./undo.ts";

/** Text and caret, with what every way of editing shares: undo, and what was cut last. Knows nothing of keys or of the screen. */
export class Editor {
  #state: EditState = { text: emptyText, caret: start };
  #undo = new UndoStack();
  /** What was cut last. */
  #cut: Text = emptyText;
  /** The last thing done was a cut, so that the next adds to it. */
  #cutting = false;
  /** The column that moving up and down over rows keeps to, in cells; forgotten by everything else. */
  goal: number | undefined;

  get text(): Text {
    return this.#state.text;
  }

  get caret(): Position {
    return this.#state.caret;
  }

  move(motion: Motion): void {
    this.moveTo(motion(this.text, this.caret));
  }

  /** `goal` is for moves that keep to a column. */
  moveTo(caret: Position, goal?: number): void {
    this.#settle();
    this.#undo.endGroup();
    this.#state = { text: this.text, caret };
    this.goal = goal;
  }

  /** What a person types. */
  type(text: string): void {
    // A word is a step of undo: the blank that ends it belongs to it, what follows does not.
    const before = this.text[this.caret.line]![this.caret.at - 1];
    if (typeof before === "string" && /^\s/u.test(before) && !/^\s/u.test(text)) this.#undo.endGroup();
    this.#replace(this.caret, this.caret, toText(text), "type");
  }

  insert(inserted: Text): void {
    this.#replace(this.caret, this.caret, inserted, "other");
  }

  newline(): void {
    this.insert([[], []]);
  }

  /** Exchanges what is between two positions; the caret is after it. */
  replace(from: Position, to: Position, inserted: Text): void {
    this.#replace(from, to, inserted, "other");
  }

  /** The whole text, as one step of undo; the caret is at its end unless another place is given. */
  setText(text: Text, caret: Position = endOf(text)): void {
    this.#settle();
    this.#undo.edit(this.#state, "other");
    this.#undo.endGroup();
    this.#state = { text, caret };
  }

  deleteBack(): void {
    this.#delete(left, "delete");
  }

  deleteForward(): void {
    this.#delete(right, "delete");
  }

  /** Takes away what is between the caret and where `motion` leads. */
  delete(motion: Motion): void {
    this.#delete(motion, "other");
  }

  /** The same, kept for `paste`; cuts in a row are kept together. */
  cut(motion: Motion): void {
    const { text, caret } = this;
    const other = motion(text, caret);
    if (compare(other, caret) === 0) return;
    const back = compare(other, caret) < 0;
    const taken = back ? slice(text, other, caret) : slice(text, caret, other);
    const kept = this.#cutting ? this.#cut : emptyText;
    this.#delete(motion, "other");
    this.#cut = back ? append(taken, kept) : append(kept, taken);
    this.#cutting = true;
  }

  paste(): void {
    this.insert(this.#cut);
  }

  /** Whether there was something to undo. */
  undo(): boolean {
    return this.#return(this.#undo.undo(this.#state));
  }

  redo(): boolean {
    return this.#return(this.#undo.redo(this.#state));
  }

  /** Whatever is edited from now on is one step of undo, until `release`. */
  hold(): void {
    this.#undo.hold();
  }

  release(): void {
    this.#undo.release();
  }

  /** Begins again with nothing to undo; what was cut stays. */
  reset(): void {
    this.#settle();
    this.#undo = new UndoStack();
    this.#state = { text: emptyText, caret: start };
  }

  #return(state: EditState | undefined): boolean {
    this.#settle();
    if (state === undefined) return false;
    this.#state = state;
    return true;
  }

  #delete(motion: Motion, kind: EditKind): void {
    const other = motion(this.text, this.caret);
    const way = compare(other, this.caret);
    if (way === 0) return;
    const [from, to] = way < 0 ? [other, this.caret] : [this.caret, other];
    this.#replace(from, to, emptyText, kind);
  }

  #replace(from: Position, to: Position, inserted: Text, kind: EditKind): void {
    this.#settle();
    this.#undo.edit(this.#state, kind);
    const { text, end } = replace(this.text, from, to, inserted);
    this.#state = { text, caret: end };
  }

  #settle(): void {
    this.#cutting = false;
    this.goal = undefined;
  }
}

function append(first: Text, second: Text): Text {
  return replace(first, endOf(first), endOf(first), second).text;
}

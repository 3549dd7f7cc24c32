import { nameOf } from "../bindings.ts";
import type { Editor } from "../editor.ts";
import { compare, emptyText, isEmpty, type Position, slice, type Text, type Unit } from "../text.ts";
import { firstNonBlank, isBlank, lineEnd } from "../motions.ts";
import { graphemesOf } from "../../text/cells.ts";
import type { Key } from "../../terminal/keys.ts";
import { parseVim, type VimCommand } from "./command.ts";
import { type LineSearch, reach, type Reach } from "./verbs.ts";

export interface VimHost {
  editor: Editor;
  /** Up or down one row of the screen; at the edge to another prompt. */
  vertical(direction: 1 | -1): void;
  /** What a key does outside of normal mode; for repeating. */
  insertKey(key: Key): void;
}

/** Editing with modes. It begins in insert mode, where all but Escape is as without it. */
export class Vim {
  readonly #host: VimHost;
  #mode: "insert" | "normal" = "insert";
  /** Typed in normal mode and not yet a command. */
  #typed = "";
  /** The keys of the change under way, and of the last one. */
  #recorded: Key[] = [];
  #last: readonly Key[] = [];
  /** Whether the change under way goes on in insert mode. */
  #changing = false;
  #repeating = false;
  #register: { text: Text; lines: boolean } = { text: emptyText, lines: false };
  #search: LineSearch | undefined;

  constructor(host: VimHost) {
    this.#host = host;
  }

  get mode(): "insert" | "normal" {
    return this.#mode;
  }

  /** For a new prompt. */
  reset(): void {
    this.#mode = "insert";
    this.#typed = "";
    this.#changing = false;
  }

  /** False when the key is not for it. */
  key(key: Key): boolean {
    if (this.#mode === "insert") return this.#insertKey(key);
    if (key.type === "text") for (const grapheme of graphemesOf(key.text)) this.#type(grapheme, { type: "text", text: grapheme });
    if (key.type !== "key") return key.type === "text";

    const name = nameOf(key);
    if (name === "escape") this.#typed = "";
    else if (name === "C-r") this.#redo();
    else if (keysAsVerbs[name] !== undefined) this.#type(keysAsVerbs[name], key);
    else return false;
    return true;
  }

  #insertKey(key: Key): boolean {
    if (key.type === "key" && nameOf(key) === "escape") {
      this.#toNormal();
      return true;
    }
    if (this.#changing && !this.#repeating) this.#recorded.push(key);
    return false;
  }

  #toNormal(): void {
    const { editor } = this.#host;
    this.#mode = "normal";
    this.#endChange();
    editor.moveTo({ line: editor.caret.line, at: Math.max(0, editor.caret.at - 1) });
  }

  #endChange(): void {
    this.#host.editor.release();
    if (this.#changing && !this.#repeating) this.#last = this.#recorded;
    this.#changing = false;
  }

  #redo(): void {
    this.#host.editor.redo();
    this.#clamp();
  }

  #type(grapheme: string, key: Key): void {
    this.#recorded = this.#repeating ? this.#recorded : this.#typed === "" ? [key] : [...this.#recorded, key];
    this.#typed += grapheme;
    const command = parseVim(this.#typed);
    if (command === "more") return;
    this.#typed = "";
    if (command !== undefined) this.#run(command);
    if (this.#mode === "normal") this.#clamp();
  }

  #run(command: VimCommand): void {
    const { verb, operator } = command;
    if (operator === undefined && vertical[verb] !== undefined) {
      for (let left = command.count ?? 1; left > 0; left--) this.#host.vertical(vertical[verb]);
      return;
    }
    if (verb === ".") return this.#repeat(command.count ?? 1);
    if (verb === "u") {
      for (let left = command.count ?? 1; left > 0 && this.#host.editor.undo(); left--);
      return;
    }

    const { text, caret } = this.#host.editor;
    const place = reach(text, caret, { ...command, last: this.#search });
    if (/[fFtT]/.test(verb)) this.#search = { verb, target: command.target! };
    if (place !== undefined && operator === undefined) return this.#host.editor.moveTo(place.to);
    if (operator === "y") return place && this.#yank(place);
    if (operator === undefined ? this.#changes[verb] === undefined : place === undefined) return;

    this.#changing = true;
    this.#host.editor.hold();
    if (operator !== undefined) this.#operate(operator, place!);
    else this.#changes[verb]?.(command.count ?? 1, command.target);
    if (this.#mode === "normal") this.#endChange();
  }

  /** Plays the keys of the last change again. */
  #repeat(count: number): void {
    if (this.#repeating) return;
    this.#repeating = true;
    for (let left = count; left > 0; left--) {
      for (const key of this.#last) if (!this.key(key)) this.#host.insertKey(key);
      if (this.mode === "insert") this.#toNormal();
    }
    this.#repeating = false;
  }

  #yank(place: Reach): void {
    const { from, to, lines } = this.#range(place);
    const { editor } = this.#host;
    this.#register = { text: slice(editor.text, from, to), lines };
    if (compare(place.to, editor.caret) < 0) editor.moveTo(place.to);
  }

  #operate(operator: "d" | "c", place: Reach): void {
    const { editor } = this.#host;
    const { from, to, lines } = this.#range(place, operator);
    this.#register = { text: slice(editor.text, from, to), lines };
    if (operator === "c") {
      editor.replace(from, to, emptyText);
      this.#mode = "insert";
    } else if (lines) this.#deleteLines(from.line, to.line);
    else editor.replace(from, to, emptyText);
  }

  /** With one of the newlines around them. */
  #deleteLines(first: number, last: number): void {
    const { editor } = this.#host;
    const { text } = editor;
    const end = { line: last, at: text[last]!.length };
    if (last < text.length - 1) editor.replace({ line: first, at: 0 }, { line: last + 1, at: 0 }, emptyText);
    else if (first > 0) editor.replace({ line: first - 1, at: text[first - 1]!.length }, end, emptyText);
    else editor.replace({ line: 0, at: 0 }, end, emptyText);
    editor.move(firstNonBlank);
  }

  #range({ to, kind }: Reach, operator?: "d" | "c"): { from: Position; to: Position; lines: boolean } {
    const { text, caret } = this.#host.editor;
    const [first, last] = compare(caret, to) <= 0 ? [caret, to] : [to, caret];
    const length = text[last.line]!.length;
    if (kind === "lines") return { from: { line: first.line, at: 0 }, to: { line: last.line, at: length }, lines: true };
    if (kind === "exclusive" && first.line < last.line && last.at === 0) return endBefore(text, first, last.line);
    const end = kind === "inclusive" ? { line: last.line, at: Math.min(length, last.at + 1) } : last;
    // Of several lines nothing but blanks would be left.
    const whole = operator === "d" && first.line < end.line && isBlankBefore(text, first) && text[end.line]!.slice(end.at).every(isBlank);
    return whole
      ? { from: { line: first.line, at: 0 }, to: { line: end.line, at: length }, lines: true }
      : { from: first, to: end, lines: false };
  }

  /** In normal mode the caret is on a unit, not behind the last. */
  #clamp(): void {
    const { editor } = this.#host;
    const { line, at } = editor.caret;
    const last = Math.max(0, editor.text[line]!.length - 1);
    if (at > last) editor.moveTo({ line, at: last }, editor.goal);
  }

  #insertAt(place: Position): void {
    this.#host.editor.moveTo(place);
    this.#mode = "insert";
  }

  /** What changes the text without an operator. */
  readonly #changes: Readonly<Record<string, (count: number, target?: string) => void>> = {
    i: () => this.#insertAt(this.#host.editor.caret),
    a: () => {
      const { text, caret } = this.#host.editor;
      this.#insertAt({ line: caret.line, at: Math.min(text[caret.line]!.length, caret.at + 1) });
    },
    I: () => this.#insertAt(firstNonBlank(this.#host.editor.text, this.#host.editor.caret)),
    A: () => this.#insertAt(lineEnd(this.#host.editor.text, this.#host.editor.caret)),
    o: () => {
      this.#host.editor.move(lineEnd);
      this.#host.editor.newline();
      this.#mode = "insert";
    },
    O: () => {
      const start = { line: this.#host.editor.caret.line, at: 0 };
      this.#host.editor.replace(start, start, [[], []]);
      this.#insertAt(start);
    },
    p: (count) => this.#put(count, 1),
    P: (count) => this.#put(count, 0),
    J: (count) => {
      for (let left = Math.max(1, count - 1); left > 0; left--) this.#joinLines();
    },
    "~": (count) => this.#exchange(count, (unit) => (typeof unit === "string" ? otherCase(unit) : unit), count),
    r: (count, target) => {
      const { text, caret } = this.#host.editor;
      if (caret.at + count <= text[caret.line]!.length) this.#exchange(count, () => target!, count - 1);
    },
  };

  /** The register behind (1) or before (0) what the caret is on. */
  #put(count: number, offset: 0 | 1): void {
    const { editor } = this.#host;
    const { line, at } = editor.caret;
    const { text, lines } = this.#register;
    if (!lines && isEmpty(text)) return;
    const repeated = Array.from({ length: count }, () => text);
    if (lines) {
      const all = repeated.flat();
      const end = { line, at: editor.text[line]!.length };
      if (offset === 1) editor.replace(end, end, [[], ...all]);
      else editor.replace({ line, at: 0 }, { line, at: 0 }, [...all, []]);
      editor.moveTo(firstNonBlank(editor.text, { line: line + offset, at: 0 }));
      return;
    }
    const place = { line, at: Math.min(editor.text[line]!.length, at + offset) };
    editor.moveTo(place);
    for (const piece of repeated) editor.insert(piece);
    editor.moveTo({ line: editor.caret.line, at: Math.max(0, editor.caret.at - 1) });
  }

  /** The next line behind this one, with one blank between. */
  #joinLines(): void {
    const { editor } = this.#host;
    const { text, caret } = editor;
    const next = text[caret.line + 1];
    if (next === undefined) return;
    const here = text[caret.line]!;
    const end = { line: caret.line, at: here.length };
    const begins = next.findIndex((unit) => !isBlank(unit));
    const glue = begins === -1 || here.length === 0 || isBlank(here.at(-1)!) ? emptyText : [[" "]];
    editor.replace(end, { line: caret.line + 1, at: begins === -1 ? next.length : begins }, glue);
    editor.moveTo(end);
  }

  /** Puts others in the place of the next units of the line, and moves over `steps` of them. */
  #exchange(count: number, other: (unit: Unit) => Unit, steps: number): void {
    const { editor } = this.#host;
    const { line, at } = editor.caret;
    const units = editor.text[line]!.slice(at, at + count);
    editor.replace({ line, at }, { line, at: at + units.length }, [units.map(other)]);
    editor.moveTo({ line, at: Math.min(editor.text[line]!.length, at + steps) });
  }
}

/**
 * What ends before the first unit of a line ends with the line before, without the newline; it is whole lines when there is nothing but
 * blanks before its beginning.
 */
function endBefore(text: Text, from: Position, line: number): { from: Position; to: Position; lines: boolean } {
  const to = { line: line - 1, at: text[line - 1]!.length };
  const lines = isBlankBefore(text, from);
  return { from: lines ? { line: from.line, at: 0 } : from, to, lines };
}

function isBlankBefore(text: Text, { line, at }: Position): boolean {
  return text[line]!.slice(0, at).every(isBlank);
}

const vertical: Readonly<Record<string, 1 | -1 | undefined>> = { j: 1, k: -1 };

/** Keys that have a letter's meaning in normal mode. */
const keysAsVerbs: Readonly<Record<string, string | undefined>> = {
  left: "h",
  backspace: "h",
  right: "l",
  up: "k",
  down: "j",
  home: "0",
  end: "$",
  delete: "x",
};

/** What would become two letters, as `ß` would, stays. */
function otherCase(unit: string): string {
  const upper = unit.toUpperCase();
  const other = unit === upper ? unit.toLowerCase() : upper;
  return other.length === unit.length ? other : unit;
}

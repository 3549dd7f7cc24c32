import type { Editor } from "../editor.ts";
import { nameOf } from "../bindings.ts";
import { type Position, toText } from "../text.ts";
import type { Key } from "../../terminal/keys.ts";
import { type Asked, askedAt } from "./asked.ts";
import type { FileIndex } from "./file-index.ts";
import { Menu } from "./menu.ts";
import { offersFor, type OfferSources } from "./offers.ts";

export type CompletionSources = OfferSources & { files: Pick<FileIndex, "search" | "refresh"> };

/** What completes the word before the caret: offered while it is typed, put in its place when it is chosen. */
export class Completion {
  readonly menu = new Menu();
  readonly #editor: Editor;
  readonly #sources: CompletionSources;
  #asked: Asked | undefined;
  /** What could be offered is not known yet. */
  #listing = false;
  /** Where the word begins that Escape was pressed on: it is not completed again, unless it is asked for. */
  #dismissed: Position | undefined;

  constructor(editor: Editor, sources: CompletionSources) {
    this.#editor = editor;
    this.#sources = sources;
  }

  /** Something is offered, or is going to be. */
  get isOpen(): boolean {
    return this.#asked !== undefined;
  }

  get isListing(): boolean {
    return this.#listing;
  }

  /** Looks at the word before the caret. `commands`: whether a `/` at the beginning is one of a command. */
  ask({ commands, again = false }: { commands: boolean; again?: boolean }): void {
    const asked = askedAt(this.#editor.text, this.#editor.caret);
    if (asked === undefined || again || !isSame(asked.from, this.#dismissed)) this.#dismissed = undefined;
    if (asked === undefined || this.#dismissed !== undefined || (asked.what === "command" && !commands)) return this.#hide();

    if (asked.what === "mention") void this.#sources.files.refresh();
    const offers = offersFor(asked, this.#sources);
    this.#asked = asked;
    this.#listing = offers === undefined;
    this.menu.offer(offers ?? []);
  }

  /** The caret has gone elsewhere, or the text has come from elsewhere. */
  close(): void {
    this.#dismissed = undefined;
    this.#hide();
  }

  /** Whether the key was meant for the menu. */
  key(key: Key): boolean {
    if (this.menu.offers.length === 0 || key.type !== "key") return false;
    if (this.menu.key(key)) return true;
    switch (nameOf(key)) {
      case "tab":
        this.#accept();
        return true;
      case "enter":
        // What is written in full already need not be completed: Enter is what it always is.
        if (this.menu.selected?.label === this.#asked?.query) return false;
        this.#accept();
        return true;
      case "escape":
        this.#dismissed = this.#asked?.from;
        this.#hide();
        return true;
      default:
        return false;
    }
  }

  #accept(): void {
    const { what, from } = this.#asked!;
    const { label } = this.menu.selected!;
    const { text, caret } = this.#editor;
    const sign = what === "command" ? "/" : "@";
    const blank = text[caret.line]![caret.at] === " " ? "" : " ";
    this.#editor.replace(from, caret, toText(`${sign}${/\s/.test(label) ? JSON.stringify(label) : label}${blank}`));
    this.close();
  }

  #hide(): void {
    this.#asked = undefined;
    this.#listing = false;
    this.menu.offer([]);
  }
}

function isSame(a: Position, b: Position | undefined): boolean {
  return b !== undefined && a.line === b.line && a.at === b.at;
}

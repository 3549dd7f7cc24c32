import { basename } from "node:path";
import { statSync } from "node:fs";
import { readImage } from "../../support/read-image.ts";
import { bindings, nameOf } from "../editor/bindings.ts";
import { type Chip, chipOfPaste, type ImageChip } from "../editor/chip.ts";
import { Completion, type CompletionSources } from "../editor/completion/completion.ts";
import { expand, fromEdited, fromPast, type SubmittedPrompt, toPast, toSubmitted } from "../editor/draft.ts";
import { droppedImages } from "../editor/dropped-paths.ts";
import { Editor } from "../editor/editor.ts";
import { HistorySearch } from "../editor/history-search.ts";
import { HistoryWalk } from "../editor/history-walk.ts";
import { Layout } from "../editor/layout.ts";
import type { PastPrompt, PromptHistory, PromptKind } from "../editor/prompt-history.ts";
import { moveOverRows } from "../editor/row-motion.ts";
import { endOf, emptyText, isEmpty, type Position, start, type Text, toText } from "../editor/text.ts";
import { Vim } from "../editor/vim/vim.ts";
import type { EditorTexts } from "../messages/editor.ts";
import type { Key } from "../terminal/keys.ts";
import type { Frame, Size } from "../terminal/screen.ts";
import { graphemesOf } from "../text/cells.ts";
import type { Pane } from "./pane.ts";
import { drawPrompt, drawSearch, textWidth } from "./prompt-view.ts";

export interface PromptPaneOptions {
  texts: EditorTexts;
  history: PromptHistory;
  sources: CompletionSources;
  /** Edits with the modes of vim. */
  vim: boolean;
  onSubmit(prompt: SubmittedPrompt): void;
  /** The image of the clipboard is wanted; `attach` takes it. */
  onClipboardImage(): void;
  /** The text is wanted in an external editor: `draft` is it, `takeEdited` takes what became of it. */
  onExternalEditor(): void;
  /** An image that cannot be read, a history that cannot be written. */
  onProblem(error: unknown): void;
}

/** What goes back into the editor after a walk through history. */
interface Draft {
  text: Text;
  caret: Position;
  shell: boolean;
  slash: boolean;
}

/** Where prompts are written. */
export class PromptPane implements Pane {
  readonly #options: PromptPaneOptions;
  readonly #editor = new Editor();
  readonly #vim: Vim | undefined;
  readonly #completion: Completion;
  readonly #walk = new HistoryWalk<Draft>();
  #layout: { width: number; layout: Layout };
  /** The first row that is seen of a text with more rows than there is room for. */
  #top = 0;
  /** A command for the shell: begun with a typed `!`, which is not part of the text. */
  #shell = false;
  /** The `/` at the beginning was typed: what is pasted is never a command. */
  #slash = false;
  #search: HistorySearch | undefined;

  constructor(options: PromptPaneOptions) {
    this.#options = options;
    this.#layout = { width: 80, layout: new Layout(80, this.#label) };
    this.#completion = new Completion(this.#editor, options.sources);
    if (options.vim) this.#vim = new Vim({ editor: this.#editor, vertical: this.#vertical, insertKey: (key) => this.#insertKey(key) });
  }

  /** There is nothing to clear. */
  get isEmpty(): boolean {
    return isEmpty(this.#editor.text) && !this.#shell && this.#search === undefined;
  }

  /** Escape closes something here, or changes the mode. */
  get wantsEscape(): boolean {
    return this.#search !== undefined || this.#completion.menu.offers.length > 0 || this.#vim?.mode === "insert";
  }

  /** Something is offered to be chosen from. */
  get isChoosing(): boolean {
    return this.#completion.menu.offers.length > 0;
  }

  /** With pastes in full, and labels for images. */
  get draft(): string {
    return expand(this.#editor.text, this.#label);
  }

  get kind(): PromptKind {
    if (this.#shell) return "shell";
    return this.#slash && /^\/[a-z][a-z-]*(?!\S)/.test(expand(this.#editor.text, this.#label)) ? "command" : "prompt";
  }

  /** Ends a search, or else takes away what is written; undo brings that back. */
  clear(): void {
    if (this.#search !== undefined) {
      this.#search = undefined;
      return;
    }
    this.#put({ text: emptyText, caret: start, shell: false, slash: false });
    this.#walk.end();
  }

  takeEdited(text: string): void {
    this.#editor.setText(fromEdited(text, this.#editor.text, this.#label));
    this.#completion.close();
  }

  /** What has gone out, as it was written. */
  takeBack(draft: Text): void {
    this.#put({ text: draft, caret: endOf(draft), shell: false, slash: false });
    this.#walk.end();
  }

  attach(image: Omit<ImageChip, "kind">): void {
    this.#editor.insert([[{ kind: "image", ...image }]]);
    this.#completion.close();
  }

  /** What is offered can be different now. */
  offersChanged(): void {
    if (this.#completion.isOpen) this.#ask();
  }

  view(size: Size): Frame {
    const width = textWidth(size);
    if (width !== this.#layout.width) this.#layout = { width, layout: new Layout(width, this.#label) };
    const { layout } = this.#layout;
    const { texts } = this.#options;
    if (this.#search) {
      const found = this.#search.found;
      return drawSearch({ search: this.#search, text: found && fromPast(found, () => undefined), layout, label: this.#label, texts }, size);
    }
    const { frame, top } = drawPrompt(
      {
        text: this.#editor.text,
        caret: this.#editor.caret,
        kind: this.kind,
        top: this.#top,
        menu: this.#completion.menu,
        listing: this.#completion.isListing,
        normal: this.#vim?.mode === "normal",
        layout,
        label: this.#label,
        texts,
      },
      size,
    );
    this.#top = top;
    return frame;
  }

  key(key: Key): void {
    if (key.type === "focus") return;
    if (this.#search) return this.#searchKey(this.#search, key);
    if (key.type === "paste") return this.#paste(key.text);
    if (this.#completion.key(key)) return;
    if (this.#vim?.key(key)) return this.#completion.close();
    this.#insertKey(key);
  }

  #insertKey(key: Key): void {
    if (key.type === "text") this.#type(key.text);
    else if (key.type === "key") this.#named(nameOf(key));
  }

  readonly #label = (chip: Chip): string => {
    const { texts } = this.#options;
    if (chip.kind === "image") return texts.image(chip.name);
    return chip.lines > 1 ? texts.pastedLines(chip.lines) : texts.pastedCharacters(chip.text.length);
  };

  #type(text: string): void {
    const first = this.#isAtStart && !this.#shell ? text[0] : undefined;
    if (first === "!") this.#shell = true;
    if (first === "/") this.#slash = true;
    const typed = first === "!" ? text.slice(1) : text;
    if (typed !== "") this.#editor.type(typed);
    this.#ask();
  }

  get #isAtStart(): boolean {
    const { line, at } = this.#editor.caret;
    return line === 0 && at === 0;
  }

  /** What is neither a character nor understood does nothing. */
  #named(name: string): void {
    const own = this.#actions[name];
    if (own !== undefined) return own();
    const edit = bindings[name];
    if (edit === undefined) return;
    const before = this.#editor.text;
    edit(this.#editor);
    // A completion goes on while its word is edited, and ends when the caret leaves it.
    if (this.#editor.text !== before && this.#completion.isOpen) this.#ask();
    else this.#completion.close();
    if (isEmpty(this.#editor.text)) this.#slash = false;
  }

  readonly #actions: Readonly<Record<string, () => void>> = {
    enter: () => this.#enter(),
    tab: () => this.#ask({ again: true }),
    up: () => this.#vertical(-1),
    "C-p": () => this.#vertical(-1),
    down: () => this.#vertical(1),
    "C-n": () => this.#vertical(1),
    "C-r": () => {
      this.#completion.close();
      this.#search = new HistorySearch(this.#options.history.prompts);
    },
    "C-v": () => this.#options.onClipboardImage(),
    "C-g": () => this.#options.onExternalEditor(),
    backspace: () => this.#backspace("backspace"),
    "C-h": () => this.#backspace("C-h"),
  };

  /** Before the first character it takes back the `!`. */
  #backspace(name: string): void {
    if (this.#isAtStart) this.#shell = false;
    bindings[name]!(this.#editor);
    if (isEmpty(this.#editor.text)) this.#slash = false;
    this.#ask();
  }

  /** A backslash before the caret makes it a newline, for terminals that cannot tell Shift+Enter. */
  #enter(): void {
    const { text, caret } = this.#editor;
    if (text[caret.line]![caret.at - 1] === "\\") {
      this.#editor.replace({ line: caret.line, at: caret.at - 1 }, caret, [[], []]);
      return this.#completion.close();
    }
    const submitted = toSubmitted(text, this.kind, this.#label);
    if (submitted.text.trim() === "") return;
    this.#remember(toPast(text, submitted.kind));
    this.#editor.reset();
    this.#vim?.reset();
    this.#shell = false;
    this.#slash = false;
    this.#walk.end();
    this.#completion.close();
    this.#options.onSubmit(submitted);
  }

  #remember(prompt: PastPrompt): void {
    if (prompt.parts.length > 0) this.#options.history.add(prompt).catch(this.#options.onProblem);
  }

  #paste(pasted: string): void {
    const images = droppedImages(pasted, isFile);
    const chips = images?.map((path) => this.#image(path));
    if (chips && !chips.includes(undefined)) {
      for (const [index, chip] of chips.entries()) this.#editor.insert(index === 0 ? [[chip!]] : [[" ", chip!]]);
    } else if (pasted !== "") {
      const chip = chipOfPaste(pasted);
      this.#editor.insert(chip ? [[chip]] : toText(pasted));
    }
    this.#completion.close();
  }

  /** Undefined, and told, when it cannot be read. */
  #image(path: string): ImageChip | undefined {
    try {
      const { mediaType, data } = readImage(path);
      return { kind: "image", name: basename(path), mediaType, data, path };
    } catch (error) {
      this.#options.onProblem(error);
      return undefined;
    }
  }

  /** Over rows; from the first to the prompt before, from the last to the one after. */
  readonly #vertical = (direction: 1 | -1): void => {
    if (!moveOverRows(this.#editor, this.#layout.layout, direction)) this.#recall(direction);
    this.#completion.close();
  };

  #recall(direction: 1 | -1): void {
    const { text, caret } = this.#editor;
    const next = this.#walk.step(direction, this.#options.history.prompts, { text, caret, shell: this.#shell, slash: this.#slash });
    if (next === undefined) return;
    if ("draft" in next) this.#put(next.draft);
    else this.#show(next.past, direction);
  }

  /** The caret is where the next key of the same direction goes on to the next prompt. */
  #show(prompt: PastPrompt, direction: 1 | -1): void {
    const text = fromPast(prompt, (path) => this.#image(path));
    const caret = direction === -1 ? this.#layout.layout.place(this.#layout.layout.rows(text)[0]!, text, Infinity) : endOf(text);
    this.#put({ text, caret, shell: prompt.kind === "shell", slash: prompt.kind === "command" });
  }

  #put({ text, caret, shell, slash }: Draft): void {
    this.#editor.setText(text, caret);
    this.#shell = shell;
    this.#slash = slash;
    this.#completion.close();
  }

  #searchKey(search: HistorySearch, key: Key): void {
    if (key.type === "text") return search.ask(search.query + key.text);
    if (key.type === "paste") return search.ask(search.query + key.text.split("\n", 1)[0]!);
    if (key.type !== "key") return;
    const name = nameOf(key);
    if (name === "backspace" || name === "C-h") return search.ask([...graphemesOf(search.query)].slice(0, -1).join(""));
    if (name === "C-r" || name === "up") return search.older();
    if (name === "C-s" || name === "down") return search.newer();
    this.#search = undefined;
    if (name === "escape" || name === "C-g") return;
    if (search.found) this.#show(search.found, 1);
    // What was found is looked at before it goes out.
    if (name !== "enter" && name !== "tab") this.key(key);
  }

  #ask({ again = false } = {}): void {
    this.#completion.ask({ commands: this.#slash && !this.#shell, again });
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

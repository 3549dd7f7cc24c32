import type { Line } from "../text/line.ts";
import type { Theme } from "../theme/theme.ts";
import { AlternateRegion } from "./alternate-region.ts";
import type { Capabilities, Keyboard, Reflow } from "./capabilities.ts";
import * as control from "./control.ts";
import { LiveRegion } from "./live-region.ts";
import * as modes from "./modes.ts";
import type { Output } from "./output.ts";
import { paint } from "./paint.ts";
import { WindowTitle } from "./window-title.ts";

export interface Size {
  columns: number;
  rows: number;
}

export interface Frame {
  rows: readonly Line[];
  /** Where the real cursor is shown, in cells from the first row and column; hidden without one. */
  caret?: { row: number; column: number };
}

export interface ScreenOptions {
  output: Output;
  /** Asked before every frame: a terminal that has been resized does not tell in time. */
  size: () => Size;
  theme: Theme;
  /** Until `learn` tells more. */
  reflow?: Reflow;
}

/** Resizes come in bursts. */
const resizeMs = 30;
/** In one write: more would keep a synchronized terminal from showing anything for too long. */
const mostChars = 64 * 1024;
/** Painted together. */
const mostLines = 250;

/**
 * The terminal as an interactive surface uses it: what is finished is appended to its real scrollback, once; the live region below is
 * drawn again where it changes. Nothing is written before the current tick has ended, and then all of it at once; while the terminal does
 * not take more, frames replace each other and lines wait.
 */
export class Screen {
  readonly #output: Output;
  readonly #size: () => Size;
  #theme: Theme;
  #reflow: Reflow;
  #keyboard: Keyboard = "plain";
  #live = new LiveRegion();
  #alternate: AlternateRegion | undefined;
  readonly #title = new WindowTitle();
  #state: "open" | "suspended" | "closed" = "open";

  /** Painted lines that are not yet written. */
  #finished: string[] = [];
  #frame: Frame = { rows: [] };
  #alternateFrame: Frame = { rows: [] };
  /** Changes of modes that come before whatever is written next. */
  #before = modes.enterModes;
  /** When the live region was drawn last; undefined while it is not there. */
  #drawnSize: Size | undefined;
  /** When the alternate screen was opened. */
  #enteredSize: Size = { columns: 0, rows: 0 };

  #scheduled = false;
  #writing = false;
  #dirty = false;
  #resizing: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];

  constructor({ output, size, theme, reflow = "none" }: ScreenOptions) {
    this.#output = output;
    this.#size = size;
    this.#theme = theme;
    this.#reflow = reflow;
  }

  /** Writes the lines above the live region, for good. They may be wider than the screen: the terminal wraps them. */
  append(lines: readonly Line[]): void {
    // Painted at once: thousands may have to wait for the terminal, and as text they take a tenth of the memory.
    for (let at = 0; at < lines.length; at += mostLines) this.#finished.push(this.#painted(lines.slice(at, at + mostLines)));
    this.#schedule();
  }

  /** Shows the frame in the live region. Rows that are too wide are cut; of too many, those around the caret are shown. */
  draw(frame: Frame): void {
    this.#frame = frame;
    this.#schedule();
  }

  /** For frames to come; what is finished stays as it is. */
  restyle(theme: Theme): void {
    this.#theme = theme;
    this.#schedule();
  }

  learn({ reflow, keyboard }: Pick<Capabilities, "reflow" | "keyboard">): void {
    this.#reflow = reflow;
    if (keyboard === this.#keyboard || this.#state === "closed") return;
    if (this.#state === "open") this.#before += modes.leaveKeyboard[this.#keyboard] + modes.enterKeyboard[keyboard];
    this.#keyboard = keyboard;
    this.#schedule();
  }

  /** Of the window, as long as the terminal is ours; any text. */
  title(text: string): void {
    this.#title.set(text);
    if (this.#state === "open") this.send(this.#title.enter());
  }

  /** Sends what is no frame before the next one: a question, whose answer comes among the keys, a bell. */
  send(sequence: string): void {
    if (this.#state === "closed") return;
    this.#before += sequence;
    this.#schedule();
  }

  resized(): void {
    if (this.#resizing !== undefined || this.#state !== "open") return;
    this.#resizing = setTimeout(() => {
      this.#resizing = undefined;
      this.#dirty = true;
      this.#flush({ burstOver: true });
    }, resizeMs);
  }

  /** What is appended and drawn meanwhile is held back. */
  openAlternate(): void {
    if (this.#alternate !== undefined || this.#state !== "open") return;
    this.#before += this.#erased(this.#size()) + this.#entered();
    this.#alternate = new AlternateRegion();
    this.#alternateFrame = { rows: [] };
    this.#schedule();
  }

  drawAlternate(frame: Frame): void {
    this.#alternateFrame = frame;
    this.#schedule();
  }

  closeAlternate(): void {
    if (this.#alternate === undefined) return;
    this.#alternate = undefined;
    if (this.#state === "open") this.#before += this.#left();
    this.#schedule();
  }

  /** Hands the terminal to another program: the live region is gone, the modes are as they were, and nothing is written before `resume`. */
  suspend(): void {
    if (this.#state !== "open") return;
    this.#state = "suspended";
    this.#leave("");
  }

  /** Draws again, from where the cursor is; also after the process was stopped and continued by others, who wrote what they wanted. */
  resume(): void {
    if (this.#state === "closed") return;
    this.#before =
      (this.#state === "open" ? modes.leaveKeyboard[this.#keyboard] : "") +
      modes.enterModes +
      modes.enterKeyboard[this.#keyboard] +
      this.#title.enter();
    this.#state = "open";
    this.#live = new LiveRegion();
    this.#drawnSize = undefined;
    if (this.#alternate !== undefined) {
      this.#before += this.#entered();
      this.#alternate = new AlternateRegion();
    }
    this.#schedule();
  }

  /** The cursor is below all that is finished, and the modes are as they were. May be called at any time, more than once. */
  close(): void {
    if (this.#state === "closed") return;
    const suspended = this.#state === "suspended";
    this.#state = "closed";
    const rest = this.#finished.join("");
    this.#finished = [];
    if (suspended) this.#output.writeLast(rest);
    else this.#leave(rest);
    this.#settle();
  }

  /** When all that was asked for is written. */
  settled(): Promise<void> {
    if (this.#isSettled()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #leave(rest: string): void {
    clearTimeout(this.#resizing);
    this.#resizing = undefined;
    const live = this.#alternate === undefined ? this.#erased(this.#size()) : this.#left();
    this.#output.writeLast(this.#before + live + rest + modes.leaveKeyboard[this.#keyboard] + modes.leaveModes + this.#title.leave());
    this.#before = "";
  }

  #entered(): string {
    this.#enteredSize = this.#size();
    return modes.enterAlternate + (this.#keyboard === "kitty" ? modes.enterKeyboard.kitty : "");
  }

  #left(): string {
    const left = (this.#keyboard === "kitty" ? modes.leaveKeyboard.kitty : "") + modes.leaveAlternate;
    const size = this.#size();
    // After a resize the terminal may have put the cursor into what is finished.
    return differ(size, this.#enteredSize) ? left + control.toRow(size.rows - 1) + control.nextRow : left;
  }

  /** The live region, gone. */
  #erased(size: Size): string {
    const drawn = this.#drawnSize;
    this.#drawnSize = undefined;
    if (drawn === undefined) return "";
    if (size.columns === drawn.columns) return this.#live.erase();
    return this.#live.erase({ columns: size.columns, fewerRows: Math.max(0, drawn.rows - size.rows), reflow: this.#reflow });
  }

  #schedule(): void {
    this.#dirty = true;
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush({ burstOver = false } = {}): void {
    if (this.#state !== "open" || this.#writing || this.#resizing !== undefined || !this.#dirty) return this.#settle();
    const size = this.#size();
    if (this.#alternate === undefined && !burstOver && this.#drawnSize !== undefined && differ(size, this.#drawnSize))
      return this.resized();
    const drawing = this.#alternate?.draw(this.#alternateFrame, size, this.#theme) ?? this.#drawing(size);
    const text = this.#before + (drawing === "" ? "" : control.synchronized(drawing));
    this.#before = "";
    this.#dirty = this.#hasFinished();
    if (text === "") return this.#settle();
    this.#writing = true;
    this.#output.write(text, () => {
      this.#writing = false;
      // Not at once: keys come between two pieces of something long.
      if (this.#dirty) setImmediate(() => this.#flush());
      else this.#settle();
    });
  }

  #drawing(size: Size): string {
    const finished = this.#takeFinished();
    const resized = this.#drawnSize !== undefined && differ(size, this.#drawnSize);
    const erased = finished !== "" || resized ? this.#erased(size) : "";
    this.#drawnSize = size;
    return erased + finished + this.#live.draw(this.#frame, size, this.#theme);
  }

  #painted(lines: readonly Line[]): string {
    return lines.map((line) => paint(line, this.#theme) + control.nextRow).join("");
  }

  /** As much as goes out in one write. */
  #takeFinished(): string {
    let chars = 0;
    const first = this.#finished.findIndex((text) => (chars += text.length) > mostChars);
    return this.#finished.splice(0, first === -1 ? this.#finished.length : Math.max(1, first)).join("");
  }

  #hasFinished(): boolean {
    return this.#finished.length > 0 && this.#alternate === undefined;
  }

  #isSettled(): boolean {
    return this.#state !== "open" || (!this.#dirty && !this.#writing && this.#resizing === undefined && !this.#hasFinished());
  }

  #settle(): void {
    if (!this.#isSettled()) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

const differ = (one: Size, other: Size): boolean => one.columns !== other.columns || one.rows !== other.rows;

import xterm, { type ITerminalInitOnlyOptions, type ITerminalOptions, type Terminal } from "@xterm/headless";
import type { Output } from "../../../../src/surfaces/tui/terminal/output.ts";
import type { Frame, Size } from "../../../../src/surfaces/tui/terminal/screen.ts";
import { lineOf, span } from "../../../../src/surfaces/tui/text/line.ts";

/** Terminals of the old kind: rows are cut and not wrapped when they become narrower. */
export const withoutReflow: ITerminalOptions = { windowsPty: { backend: "conpty", buildNumber: 19_000 } };

/** A terminal in memory, and what was written to it. */
export class Headless implements Output {
  readonly terminal: Terminal;
  readonly writes: string[] = [];
  /** How often the screen or the scrollback was cleared as a whole. */
  clears = 0;
  #cursorShown = true;
  /** While true the terminal takes nothing. */
  stopped = false;
  #held: [text: string, taken: () => void][] = [];

  constructor(options: ITerminalOptions & ITerminalInitOnlyOptions = {}) {
    this.terminal = new xterm.Terminal({ cols: 80, rows: 24, scrollback: 100_000, allowProposedApi: true, ...options });
    this.terminal.parser.registerCsiHandler({ final: "J" }, ([kind]) => {
      if (Number(kind) >= 2) this.clears++;
      return false;
    });
    for (const [final, shown] of [
      ["h", true],
      ["l", false],
    ] as const)
      this.terminal.parser.registerCsiHandler({ prefix: "?", final }, (modes) => {
        if (modes.includes(25)) this.#cursorShown = shown;
        return false;
      });
  }

  size = (): Size => ({ columns: this.terminal.cols, rows: this.terminal.rows });

  write(text: string, taken: () => void): void {
    if (this.stopped) {
      this.#held.push([text, taken]);
      return;
    }
    this.writes.push(text);
    this.terminal.write(text, taken);
  }

  writeLast(text: string): void {
    this.go();
    this.writes.push(text);
    this.terminal.write(text);
  }

  go(): void {
    this.stopped = false;
    for (const [text, taken] of this.#held.splice(0)) this.write(text, taken);
  }

  modes(): { paste: boolean; focus: boolean; wrap: boolean; synchronized: boolean; cursor: boolean } {
    const { bracketedPasteMode, sendFocusMode, wraparoundMode, synchronizedOutputMode } = this.terminal.modes;
    return {
      paste: bracketedPasteMode,
      focus: sendFocusMode,
      wrap: wraparoundMode,
      synchronized: synchronizedOutputMode,
      cursor: this.#cursorShown,
    };
  }

  /** Once everything that was written is shown. */
  shown(): Promise<void> {
    return new Promise((resolve) => this.terminal.write("", resolve));
  }

  /** Logical lines of the normal screen, as they were before the terminal wrapped them. */
  lines(): string[] {
    const buffer = this.terminal.buffer.normal;
    const lines: string[] = [];
    for (let index = 0; index < buffer.length; index++) {
      const row = buffer.getLine(index)!;
      if (row.isWrapped) lines.push(lines.pop() + row.translateToString(true));
      else lines.push(row.translateToString(true));
    }
    return lines;
  }

  /** What is on the screen now, without the empty rows at its end. */
  rows(): string[] {
    const buffer = this.terminal.buffer.active;
    const rows = Array.from(
      { length: this.terminal.rows },
      (_, index) => buffer.getLine(buffer.baseY + index)?.translateToString(true) ?? "",
    );
    return rows.slice(0, rows.findLastIndex((row) => row !== "") + 1);
  }

  /** Of the cursor, in the screen. */
  cursor(): { row: number; column: number } {
    const { cursorX, cursorY } = this.terminal.buffer.active;
    return { row: cursorY, column: cursorX };
  }
}

/** A live region as the surface has it: an unfinished line, something short, an editor, a footer. */
export function liveFrame(draft: string, footer = "footer"): Frame {
  return {
    rows: [lineOf(span("LIVE unfinished", "dim")), lineOf("LIVE ──"), lineOf("LIVE> ", draft), lineOf(`LIVE ${footer}`)],
    caret: { row: 2, column: 6 + draft.length },
  };
}

/** As the modes are when nobody has touched them. */
export const untouched = { paste: false, focus: false, wrap: true, synchronized: false, cursor: true };

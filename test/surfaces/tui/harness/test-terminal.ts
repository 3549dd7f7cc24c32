export interface TerminalOptions {
  /** Default: 80. */
  columns?: number;
  /** Default: 24. */
  rows?: number;
  cwd: string;
  /** All of the program's environment beside TERM, LANG and what the terminal itself sets. */
  env: Readonly<Record<string, string>>;
}

/** What people see of the terminal: its rows without blanks at their ends, or a test for them. */
export type Expected = string | RegExp | ((screen: string) => boolean);

/** A real program on a real pty, in a terminal that a test sees and types into. Its session is killed when disposed of. */
export interface TestTerminal extends AsyncDisposable {
  /** Resolves when the program has ended and everything it wrote is on the screen. */
  readonly ended: Promise<Ended>;
  /** The rows that are seen, without blanks at their ends and without empty rows below. */
  screen(): Promise<string>;
  /** All lines from the first of the scrollback on, each whole however the terminal wrapped it, without blanks at their ends. To be asked while the main screen is shown. */
  history(): Promise<string[]>;
  cursor(): Promise<Cursor>;
  /** Whether the alternate screen is shown. */
  isAlternate(): Promise<boolean>;
  /**
   * The first screen that is as expected; looks at each write, but may not see what the next one replaces: hold the model at a gate.
   * Rejects, showing the screen, when the program ends before and when nothing comes for long.
   */
  until(expected: Expected): Promise<string>;
  /** Types characters. */
  type(text: string): Promise<void>;
  /** Presses keys by name: see `bytesOf`. */
  press(...keys: string[]): Promise<void>;
  /** Pastes as the terminal does: bracketed when the program has asked for it. */
  paste(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Everything the program has written so far. */
  output(): string;
}

export interface Cursor {
  /** Both from 0. */
  column: number;
  row: number;
  visible: boolean;
}

/** How a program ended: by itself or by a signal. */
export type Ended = { code: number } | { signal: number };

import pty, { type IPty } from "@lydell/node-pty";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import xterm, { type IBuffer, type Terminal } from "@xterm/headless";
import { bytesOf } from "./key-names.ts";
import type { Cursor, Ended, Expected, TerminalOptions, TestTerminal } from "./test-terminal.ts";
import { killSession } from "./session.ts";
import { until, Writes } from "./until.ts";

export interface XtermOptions extends TerminalOptions {
  /** Whether lines are wrapped anew when it is resized, as in most terminals; else it is as xterm itself. Default: true. */
  reflows?: boolean;
}

/** Starts a program in xterm.js. */
export function openXterm(argv: readonly string[], { columns = 80, rows = 24, cwd, env, reflows = true }: XtermOptions): XtermTerminal {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    scrollback: 1_000_000,
    allowProposedApi: true,
    logLevel: "off",
    // What it takes for a terminal that does not reflow.
    ...(!reflows && { windowsPty: { backend: "conpty", buildNumber: 19_000 } }),
  });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  const [program = "", ...args] = argv;
  const surroundings = { LANG: "C.UTF-8", ...env, TERM: "xterm-256color" };
  const child = pty.spawn(program, args, { name: "xterm-256color", cols: columns, rows, cwd, env: surroundings, encoding: null });
  return new XtermTerminal(terminal, child, reflows ? "xterm.js(6.0.0)" : "XTerm(390)");
}

export class XtermTerminal implements TestTerminal {
  readonly ended: Promise<Ended>;
  readonly #terminal: Terminal;
  readonly #pty: IPty;
  readonly #writes = new Writes();
  readonly #decoder = new TextDecoder();
  #output = "";
  #isOpen = true;
  #isCursorVisible = true;

  constructor(terminal: Terminal, child: IPty, version: string) {
    this.#terminal = terminal;
    this.#pty = child;
    // Bytes, as it was told to; the declaration knows text only.
    child.onData((data) => this.#hear(data as unknown as Uint8Array));
    terminal.onData((answer) => this.#send(answer));
    terminal.parser.registerCsiHandler({ prefix: ">", final: "q" }, () => {
      this.#send(`\u001BP>|${version}\u001B\\`);
      return true;
    });
    for (const final of ["h", "l"]) {
      terminal.parser.registerCsiHandler({ prefix: "?", final }, (modes) => {
        if (modes.includes(25)) this.#isCursorVisible = final === "h";
        return false;
      });
    }
    const { promise, resolve } = Promise.withResolvers<Ended>();
    this.ended = promise;
    child.onExit(({ exitCode, signal }) => {
      this.#isOpen = false;
      void this.#settled().then(() => resolve(signal ? { signal } : { code: exitCode }));
    });
  }

  /** The program's id, and that of its session. */
  get pid(): number {
    return this.#pty.pid;
  }

  async screen(): Promise<string> {
    await this.#settled();
    return this.#screen();
  }

  async history(): Promise<string[]> {
    await this.#settled();
    return logicalLines(this.#terminal.buffer.normal);
  }

  async cursor(): Promise<Cursor> {
    await this.#settled();
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return { column: cursorX, row: cursorY, visible: this.#isCursorVisible };
  }

  async isAlternate(): Promise<boolean> {
    await this.#settled();
    return this.#terminal.buffer.active.type === "alternate";
  }

  until(expected: Expected): Promise<string> {
    return until(expected, { writes: this.#writes, ended: this.ended, look: () => this.#look() });
  }

  async type(text: string): Promise<void> {
    this.#send(text);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) this.#send(bytesOf(key));
  }

  /** Sends these bytes as if a key were pressed: for keyboards that xterm.js does not have. */
  send(bytes: string): void {
    this.#send(bytes);
  }

  async paste(text: string): Promise<void> {
    await this.#settled();
    const lines = text.replaceAll(/\r?\n/g, "\r");
    this.#send(this.#terminal.modes.bracketedPasteMode ? `\u001B[200~${lines}\u001B[201~` : lines);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#settled();
    // In this order in every terminal: when the program hears of it, lines are wrapped anew already.
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  output(): string {
    return this.#output;
  }

  /** Takes the terminal away from under the program, as closing a window does. */
  hangUp(): void {
    this.#isOpen = false;
    // It is there; the declaration does not know it.
    (this.#pty as IPty & { destroy(): void }).destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    killSession(this.pid);
    await this.ended;
    this.#terminal.dispose();
  }

  #hear(bytes: Uint8Array): void {
    this.#output += this.#decoder.decode(bytes, { stream: true });
    this.#terminal.write(bytes, () => this.#writes.notify());
  }

  #send(text: string): void {
    if (this.#isOpen) this.#pty.write(text);
  }

  /** Resolves when everything that was written is on the screen. */
  #settled(): Promise<void> {
    return new Promise((resolve) => this.#terminal.write("", resolve));
  }

  async #look(): Promise<string | undefined> {
    await this.#settled();
    return this.#terminal.modes.synchronizedOutputMode ? undefined : this.#screen();
  }

  #screen(): string {
    const { active } = this.#terminal.buffer;
    const rows = Array.from({ length: this.#terminal.rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "");
    return rows.join("\n").trimEnd();
  }
}

function logicalLines(buffer: IBuffer): string[] {
  const lines: string[] = [];
  for (let row = 0; row < buffer.length; row++) {
    const line = buffer.getLine(row)!;
    const text = line.translateToString(!buffer.getLine(row + 1)?.isWrapped);
    if (line.isWrapped) lines.push((lines.pop() ?? "") + text);
    else lines.push(text);
  }
  const trimmed = lines.map((line) => line.trimEnd());
  return trimmed.slice(0, trimmed.findLastIndex((line) => line !== "") + 1);
}

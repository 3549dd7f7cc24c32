import pty, { type IPty } from "@lydell/node-pty";
import xterm, { type Terminal } from "@xterm/headless";
import { nowMs } from "../clock.ts";
import { descendants, memoryOf } from "../memory.ts";
import { cpuMsOf } from "./cpu.ts";

export interface Opened {
  argv: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
}

const COLUMNS = 120;
const ROWS = 40;

/** A program in a terminal of 120 by 40 that answers its questions. Killed when disposed of. */
export class AgentTerminal implements Disposable {
  readonly startedMs = nowMs();
  /** What it has written. */
  bytes = 0;
  readonly #pty: IPty;
  readonly #terminal: Terminal;
  #heard: ((text: string, atMs: number) => void) | undefined;
  #end: string | undefined;

  constructor({ argv, cwd, env }: Opened) {
    const [program = "", ...args] = argv;
    // What scrolled away is not looked at.
    this.#terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, scrollback: 0, allowProposedApi: true, logLevel: "off" });
    this.#pty = pty.spawn(program, args, { name: "xterm-256color", cols: COLUMNS, rows: ROWS, cwd, env: { ...env } });
    this.#terminal.onData((answer) => this.#pty.write(answer));
    this.#pty.onExit(({ exitCode, signal }) => (this.#end = `exit code ${exitCode}, signal ${signal ?? 0}`));
    this.#pty.onData((text) => {
      const atMs = nowMs();
      this.bytes += Buffer.byteLength(text);
      this.#terminal.write(text, () => this.#heard?.(text, atMs));
    });
  }

  /** When the output came that made the screen match. Throws, showing the screen, after `timeoutMs`. */
  async untilSeen(expected: RegExp, timeoutMs = 60_000): Promise<number> {
    return await this.#until(`${String(expected)} is not on the screen`, timeoutMs, () => expected.test(this.#screen()));
  }

  /** From a keystroke to its character in the output, in milliseconds. The character must not be on the screen before. */
  async echo(character: string): Promise<number> {
    const typedMs = nowMs();
    this.#pty.write(character);
    const seenMs = await this.#until(`${character} is not shown`, 10_000, (text) => text.replaceAll(sequences, "").includes(character));
    return seenMs - typedMs;
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  /** User and system time of the program and all it started, to 10 ms. */
  cpuMs(): number {
    return this.#processes().reduce((sum, pid) => sum + cpuMsOf(pid), 0);
  }

  /** Of the largest of its processes and of all of them, in MB of 10^6 bytes; pages that processes share count once for each. */
  memoryMb(): { largest: number; tree: number } {
    const each = this.#processes().map((pid) => memoryOf(pid).now);
    return { largest: Math.max(...each), tree: each.reduce((sum, now) => sum + now, 0) };
  }

  [Symbol.dispose](): void {
    for (const pid of this.#processes().toReversed()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended meanwhile.
      }
    }
    this.#terminal.dispose();
  }

  #processes(): number[] {
    return [this.#pty.pid, ...descendants(this.#pty.pid)];
  }

  async #until(otherwise: string, timeoutMs: number, matches: (text: string) => boolean): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const timer = setTimeout(
      () => reject(new Error(`${otherwise} (${this.#end ?? `after ${timeoutMs} ms`}):\n${this.#screen()}`)),
      timeoutMs,
    );
    this.#heard = (text, atMs) => {
      if (matches(text)) resolve(atMs);
    };
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#heard = undefined;
    }
  }

  #screen(): string {
    const { active } = this.#terminal.buffer;
    const rows = Array.from({ length: ROWS }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "");
    return rows.join("\n").trimEnd();
  }
}

// oxlint-disable-next-line no-control-regex -- what terminals are told beside text
const sequences = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[ -/]*[0-~])/g;

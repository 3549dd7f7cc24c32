import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pty, { type IPty } from "@lydell/node-pty";
import { Headless } from "./headless.ts";

const surface = resolve(import.meta.dirname, "processes/surface.ts");

/** The small surface in a pty, with a terminal on the other side that answers it. */
export class Pty {
  readonly headless = new Headless();
  readonly process: IPty;
  readonly exited: Promise<{ exitCode: number; signal?: number | undefined }>;
  #lastWords = "";
  #waiting: { until: () => boolean; resolve: () => void }[] = [];

  /** @param argv what runs; `$SURFACE` in a shell's script is the command of the small surface */
  constructor(argv: readonly string[] = [process.execPath, surface]) {
    const [command = "", ...args] = argv;
    const folder = mkdtempSync(join(tmpdir(), "fettle-pty-"));
    const words = join(folder, "last-words");
    const env = {
      PATH: process.env["PATH"],
      TERM: "xterm-256color",
      LANG: "C.UTF-8",
      PS1: "$ ",
      LAST_WORDS: words,
      SURFACE: `'${process.execPath}' '${surface}'`,
    };
    this.process = pty.spawn(command, args, { cols: 80, rows: 24, env, cwd: import.meta.dirname });
    this.process.onData((data) => {
      this.headless.writes.push(data);
      this.headless.terminal.write(data, () => this.#look());
    });
    this.headless.terminal.onData((answer) => this.process.write(answer));
    this.exited = new Promise((resolve) => {
      this.process.onExit((exit) => {
        if (existsSync(words)) this.#lastWords = readFileSync(words, "utf8");
        rmSync(folder, { recursive: true });
        resolve(exit);
      });
    });
  }

  send(bytes: string): void {
    this.process.write(bytes);
  }

  resize(columns: number, rows: number): void {
    this.headless.terminal.resize(columns, rows);
    this.process.resize(columns, rows);
  }

  /** Resolves once this text is on the screen or above it. */
  sees(text: string): Promise<void> {
    return this.until(() => this.headless.lines().some((line) => line.includes(text)));
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ until: condition, resolve });
      this.#look();
    });
  }

  /** Closes this side, as a terminal that is killed does; answers what the process then leaves behind in its file. */
  async vanish(): Promise<string> {
    (this.process as IPty & { destroy(): void }).destroy();
    await this.exited;
    return this.#lastWords;
  }

  /** When the process has ended and all it wrote is shown. */
  async ended(): Promise<{ exitCode: number; signal?: number | undefined }> {
    const exit = await this.exited;
    await this.headless.shown();
    return exit;
  }

  #look(): void {
    const done = this.#waiting.filter(({ until }) => until());
    this.#waiting = this.#waiting.filter((waiting) => !done.includes(waiting));
    for (const { resolve } of done) resolve();
  }
}

import { execFile, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as readText } from "node:stream/consumers";
import { promisify } from "node:util";
import { tmuxNameOf } from "./key-names.ts";
import type { Cursor, Ended, Expected, TerminalOptions, TestTerminal } from "./test-terminal.ts";
import { killSession } from "./session.ts";
import { until, Writes } from "./until.ts";

const settings = `set -g history-limit 100000
set -g status off
set -g default-terminal tmux-256color
set -s escape-time 0
`;

/** An operating system command that no terminal knows. */
const END = 7777;

/** Starts a program in a tmux with a server, settings and folder of its own. */
export async function openTmux(argv: readonly string[], { columns = 80, rows = 24, cwd, env }: TerminalOptions): Promise<TmuxTerminal> {
  const folder = mkdtempSync(join(tmpdir(), "fettle-tmux-"));
  const tmux = new Tmux(folder);
  writeFileSync(join(folder, "settings"), settings);
  execFileSync("mkfifo", [join(folder, "output")]);
  const size = ["-x", String(columns), "-y", String(rows)];
  // The program waits until every byte of it is heard; its end is told behind its last one, and the screen stays.
  const script = String.raw`tmux -S ${tmux.socket} wait-for begin; "$@"; printf '\033]${END};%s\a' $?; read -r _`;
  const surroundings = { ...env, LANG: "C.UTF-8" };
  await tmux.run(
    ["-f", join(folder, "settings"), "new-session", "-d", ...size, "-c", cwd, "sh", "-c", script, "sh", ...argv],
    surroundings,
  );
  const { stdout: output } = spawn("cat", [join(folder, "output")], { stdio: ["ignore", "pipe", "ignore"] });
  await tmux.run(["pipe-pane", `exec cat > ${join(folder, "output")}`]);
  const shell = Number(await tmux.run(["display", "-p", "#{pane_pid}"]));
  const terminal = new TmuxTerminal(tmux, shell, output);
  await tmux.run(["wait-for", "-S", "begin"]);
  return terminal;
}

/** One server, with its socket in a folder. */
class Tmux {
  readonly folder: string;
  readonly socket: string;

  constructor(folder: string) {
    this.folder = folder;
    this.socket = join(folder, "socket");
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const surroundings = { PATH: process.env["PATH"], ...env };
    const { stdout } = await promisify(execFile)("tmux", ["-S", this.socket, ...args], { env: surroundings, maxBuffer: 1e8 });
    return stdout;
  }

  /** Runs a command that reads `input`. */
  async feed(args: readonly string[], input: string): Promise<void> {
    const child = spawn("tmux", ["-S", this.socket, ...args], { stdio: ["pipe", "ignore", "pipe"] });
    child.stdin.end(input);
    const complaint = await readText(child.stderr);
    if (complaint !== "") throw new Error(`tmux ${args.join(" ")}: ${complaint}`);
  }
}

export class TmuxTerminal implements TestTerminal {
  readonly ended: Promise<Ended>;
  readonly #tmux: Tmux;
  readonly #writes = new Writes();
  readonly #shell: number;
  #output = "";

  constructor(tmux: Tmux, shell: number, output: NodeJS.ReadableStream) {
    this.#tmux = tmux;
    this.#shell = shell;
    const { promise, resolve } = Promise.withResolvers<Ended>();
    this.ended = promise;
    output.setEncoding("utf8");
    // What was written is on tmux' screen before it comes through the pipe.
    output.on("data", (text: string) => {
      this.#output += text;
      const [, status] = told.exec(this.#output) ?? [];
      if (status !== undefined) resolve(toEnded(Number(status)));
      this.#writes.notify();
    });
  }

  async screen(): Promise<string> {
    return trimRows(await this.#tmux.run(["capture-pane", "-p"])).join("\n");
  }

  async history(): Promise<string[]> {
    return trimRows(await this.#tmux.run(["capture-pane", "-p", "-J", "-S", "-"]));
  }

  async cursor(): Promise<Cursor> {
    const [column, row, visible] = (await this.#display("#{cursor_x} #{cursor_y} #{cursor_flag}")).split(" ").map(Number);
    return { column: column!, row: row!, visible: visible === 1 };
  }

  async isAlternate(): Promise<boolean> {
    return (await this.#display("#{alternate_on}")) === "1";
  }

  until(expected: Expected): Promise<string> {
    return until(expected, { writes: this.#writes, ended: this.ended, look: () => this.screen() });
  }

  async type(text: string): Promise<void> {
    await this.#tmux.run(["send-keys", "-l", "--", text]);
  }

  async press(...keys: string[]): Promise<void> {
    await this.#tmux.run(["send-keys", ...keys.map(tmuxNameOf)]);
  }

  async paste(text: string): Promise<void> {
    await this.#tmux.feed(["load-buffer", "-b", "pasted", "-"], text);
    await this.#tmux.run(["paste-buffer", "-p", "-b", "pasted"]);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux.run(["resize-window", "-x", String(columns), "-y", String(rows)]);
  }

  output(): string {
    return this.#output.replace(told, "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // In this order: without its last session the server may have left already.
    await this.#tmux.run(["kill-server"]);
    killSession(this.#shell);
    rmSync(this.#tmux.folder, { recursive: true, force: true });
  }

  async #display(format: string): Promise<string> {
    return (await this.#tmux.run(["display", "-p", format])).trimEnd();
  }
}

function trimRows(captured: string): string[] {
  const rows = captured.split("\n").map((row) => row.trimEnd());
  return rows.slice(0, rows.findLastIndex((row) => row !== "") + 1);
}

const told = new RegExp(`\u001B\\]${END};(\\d+)\u0007`);

/** Of a shell's $?. */
function toEnded(status: number): Ended {
  return status > 128 ? { signal: status - 128 } : { code: status };
}

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { verifies } from "../../../verifies.ts";

const surface = resolve(import.meta.dirname, "processes/surface.ts");

/** The small surface in a tmux of its own. */
class Tmux implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "fettle-tmux-"));

  async start(): Promise<void> {
    const configuration = join(this.#folder, "tmux.conf");
    writeFileSync(
      configuration,
      "set -g history-limit 50000\nset -g status off\nset -s escape-time 0\nset -g default-terminal tmux-256color\nset -g remain-on-exit on\n",
    );
    await this.run("-f", configuration, "new-session", "-d", "-x", "80", "-y", "24", "-s", "a", `'${process.execPath}' '${surface}'`);
  }

  async run(...args: string[]): Promise<string> {
    const { TMUX: _, ...env } = process.env;
    const { stdout } = await promisify(execFile)("tmux", ["-S", join(this.#folder, "socket"), ...args], {
      env: { ...env, LANG: "C.UTF-8" },
    });
    return stdout;
  }

  /** The whole history, its wrapped lines joined. */
  async lines(): Promise<string[]> {
    const lines = (await this.run("capture-pane", "-p", "-J", "-S", "-", "-t", "a")).split("\n").map((line) => line.trimEnd());
    return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
  }

  async sees(text: string): Promise<void> {
    while (!(await this.lines()).includes(text)) await this.run("run-shell", "-d", "0.02", "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run("kill-server");
    rmSync(this.#folder, { recursive: true });
  }
}

verifies("tui.screen.scrollback", "in tmux, through ten resizes", async () => {
  await using tmux = new Tmux();
  await tmux.start();
  await tmux.sees("knows xterm cell");
  for (const [round, [columns, rows]] of [
    ...([
      [100, 30],
      [60, 24],
      [40, 20],
      [80, 12],
      [120, 40],
    ] as const),
    ...([
      [30, 24],
      [90, 10],
      [50, 35],
      [20, 12],
      [80, 24],
    ] as const),
  ].entries()) {
    await tmux.run("send-keys", "-t", "a", "-l", "a");
    await tmux.sees(`H${round * 50 + 49}`);
    await tmux.run("resize-window", "-t", "a", "-x", String(columns), "-y", String(rows));
    await tmux.sees(`LIVE ${columns}x${rows}`);
  }
  const lines = (await tmux.lines()).map((line) => (line.startsWith("LIVE") ? line : line.split(" ")[0]));
  await tmux.run("send-keys", "-t", "a", "q");

  expect(lines).toEqual(["knows", ...Array.from({ length: 500 }, (_, index) => `H${index}`), "LIVE above", "LIVE> a", "LIVE 80x24"]);
});

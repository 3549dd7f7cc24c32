import { join } from "node:path";
import { describe, expect } from "vitest";
import { verifies } from "../../../verifies.ts";
import { hasProgram } from "../../../repair/boxed.ts";
import { wipesIn } from "./controls.ts";
import type { TerminalOptions, TestTerminal } from "./test-terminal.ts";
import { openTmux } from "./tmux.ts";
import { openXterm } from "./xterm.ts";

const program = join(import.meta.dirname, "processes/terminal-program.ts");

type Open = (argv: readonly string[], options: TerminalOptions) => TestTerminal | Promise<TestTerminal>;

const terminals: Readonly<Record<string, Open>> = { xterm: openXterm, ...(hasProgram("tmux") && { tmux: openTmux }) };

for (const [name, open] of Object.entries(terminals)) {
  const show = (scene: string, size: { columns?: number; rows?: number } = {}) =>
    open([process.execPath, program, scene], { cwd: import.meta.dirname, env: { PATH: process.env["PATH"] ?? "" }, ...size });

  describe(`in ${name}`, () => {
    verifies("testing.terminal", `${name}, keys, text and pastes`, async () => {
      await using terminal = await show("keys", { columns: 500 });
      await terminal.until("ready");

      for (const [key, bytes] of Object.entries({ ...expectedBytes, ...(name === "tmux" && bytesOfTmux) })) {
        await terminal.press(key);
        await terminal.until((screen) => screen.endsWith(JSON.stringify(bytes).replace("\u007F", "\\u007f")));
      }
      await terminal.type("für 漢");
      await terminal.until('"für 漢"');
      await terminal.paste("two\nlines");

      await terminal.until(String.raw`"\u001b[200~two\rlines\u001b[201~"`);
    });

    verifies("testing.terminal", `${name}, the scrollback, whole`, async () => {
      await using terminal = await show("lines", { columns: 80, rows: 10 });
      await terminal.until("ready");

      for (const columns of [30, 120, 80]) {
        await terminal.resize(columns, 12);
        await terminal.until(`${columns}x12`);
      }

      const lines = Array.from({ length: 500 }, (_, line) => `line ${line} ${"x".repeat(line % 150)}`.trimEnd());
      expect(await terminal.history()).toEqual([...lines, "ready 30x12 120x12 80x12"]);
      expect((await terminal.screen()).split("\n").at(-1)).toBe("ready 30x12 120x12 80x12");
    });

    verifies("testing.terminal", `${name}, the screen, the cursor, the other screen`, async () => {
      await using terminal = await show("alternate");
      await terminal.until("alternateready");
      const alternate = { isAlternate: await terminal.isAlternate(), visible: (await terminal.cursor()).visible };

      await terminal.press("b");
      const screen = await terminal.until("back");

      expect({ alternate, screen, isAlternate: await terminal.isAlternate(), cursor: await terminal.cursor() }).toEqual({
        alternate: { isAlternate: true, visible: false },
        screen: "main\n back",
        isAlternate: false,
        cursor: { column: 5, row: 1, visible: true },
      });
    });

    verifies("testing.terminal", `${name}, its end, and what it wrote`, async () => {
      await using terminal = await show("wipes");
      await terminal.until("ready");
      await terminal.press("q");

      expect(await terminal.ended).toEqual({ code: 3 });
      expect(wipesIn(terminal.output())).toEqual(["\u001B[2J", "\u001B[3J"]);
      await expect(terminal.until("never")).rejects.toThrow('the program ended with {"code":3} and never was never seen');
    });

    verifies("testing.terminal", `${name}, what kind of terminal it is`, async () => {
      await using terminal = await show("questions");
      await terminal.until(name === "tmux" ? "tmux" : "xterm.js");
      await terminal.until("[?1;2c");
    });
  });
}

verifies("testing.terminal", "a frame is looked at when it is whole", async () => {
  const argv = [process.execPath, program, "half"];
  await using terminal = openXterm(argv, { cwd: import.meta.dirname, env: {} });
  const seen: string[] = [];
  const whole = terminal.until((screen) => seen.push(screen) > 0 && screen.includes("whole"));
  while (!terminal.output().includes("half")) await terminal.screen();
  await terminal.press("f");

  expect(await whole).toBe("halfready whole");
  expect(seen.filter((screen) => screen !== "")).toEqual(["halfready whole"]);
});

verifies("testing.terminal", "a window that is closed", async () => {
  const argv = [process.execPath, program, "keys"];
  await using terminal = openXterm(argv, { cwd: import.meta.dirname, env: {} });
  await terminal.until("ready");

  terminal.hangUp();

  expect(await terminal.ended).toEqual({ signal: 1 });
});

const expectedBytes: Readonly<Record<string, string>> = {
  enter: "\r",
  tab: "\t",
  "S-tab": "\u001B[Z",
  escape: "\u001B",
  backspace: "\u007F",
  space: " ",
  "C-c": "\u0003",
  "C-j": "\n",
  "M-x": "\u001Bx",
  "M-enter": "\u001B\r",
  up: "\u001B[A",
  "S-up": "\u001B[1;2A",
  "C-left": "\u001B[1;5D",
  home: "\u001B[H",
  end: "\u001B[F",
  insert: "\u001B[2~",
  delete: "\u001B[3~",
  pageup: "\u001B[5~",
  pagedown: "\u001B[6~",
  f1: "\u001BOP",
  "C-f4": "\u001B[1;5S",
  f5: "\u001B[15~",
};

const bytesOfTmux: Readonly<Record<string, string>> = { home: "\u001B[1~", end: "\u001B[4~" };

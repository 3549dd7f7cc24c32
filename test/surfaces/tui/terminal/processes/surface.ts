/** A small surface on the terminal: it shows what is typed, and one key each makes it leave in another way. Why it ends is also in the file $LAST_WORDS. */
import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { InteractiveTerminal } from "../../../../../src/surfaces/tui/terminal/terminal.ts";
import { lineOf } from "../../../../../src/surfaces/tui/text/line.ts";
import { chooseTheme } from "../../../../../src/surfaces/tui/theme/choice.ts";

const reader = "echo lent; stty -a | grep -o -- '-\\?icanon'; read line; echo said $line";
let typed = "";
let count = 0;

const terminal = new InteractiveTerminal({
  stdin: process.stdin,
  stdout: process.stdout,
  env: process.env,
  theme: chooseTheme("auto", process.env),
  onKey(key) {
    if (key.type === "text") for (const character of key.text) press(character);
    else if (key.type === "key") press(key.name);
    else if (key.type === "paste") press(`pasted ${key.text.length}`);
  },
  onResize: draw,
  onCapabilities: ({ keyboard, reflow }) => terminal.screen.append([lineOf(`knows ${keyboard} ${reflow}`)]),
  onEnd(reason) {
    if (process.env["LAST_WORDS"] !== undefined) appendFileSync(process.env["LAST_WORDS"], `ends: ${reason}`);
    terminal.screen.append([lineOf(`ends: ${reason}`)]);
    draw();
    if (reason !== "SIGTERM") setImmediate(leave, reason);
  },
});

function press(name: string): void {
  typed = name;
  if (name === "k") throw new Error("The surface crashed.");
  if (name === "x") process.exit(3);
  if (name === "q") terminal.close();
  if (name === "z") terminal.stop();
  if (name === "e") void terminal.lend(async () => void spawnSync("sh", ["-c", reader], { stdio: "inherit" }));
  if (name === "a") terminal.screen.append(Array.from({ length: 50 }, () => lineOf(`H${count++} `, "w".repeat((count * 7) % 70))));
  draw();
}

function draw(): void {
  const { columns, rows } = terminal.size();
  terminal.screen.draw({
    rows: [lineOf("LIVE above"), lineOf("LIVE> ", typed), lineOf(`LIVE ${columns}x${rows}`)],
    caret: { row: 1, column: 6 + typed.length },
  });
}

function leave(reason: string): void {
  terminal.close();
  process.exitCode = reason === "SIGINT" ? 130 : 9;
}

draw();

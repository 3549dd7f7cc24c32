/** A small surface on the terminal: it shows what is typed, and one key each makes it leave in another way. Its last words are on standard error. */
import { spawnSync } from "node:child_process";
import { InteractiveTerminal } from "../../../../../src/surfaces/tui/terminal/terminal.ts";
import { lineOf } from "../../../../../src/surfaces/tui/text/line.ts";
import { chooseTheme } from "../../../../../src/surfaces/tui/theme/choice.ts";

let typed = "";
let count = 0;

const terminal = new InteractiveTerminal({
  stdin: process.stdin,
  stdout: process.stdout,
  env: process.env,
  theme: chooseTheme("auto", process.env),
  onKey(key) {
    if (key.type === "focus") return;
    typed = key.type === "key" ? key.name : key.text;
    if (key.type === "paste") typed = `pasted ${key.text.length}`;
    if (typed === "k") throw new Error("The surface crashed.");
    if (typed === "x") process.exit(3);
    if (typed === "q") terminal.close();
    if (typed === "z") terminal.stop();
    if (typed === "e")
      void terminal.lend(
        async () =>
          void spawnSync("sh", ["-c", "echo lent; stty -a | grep -o -- '-\\?icanon'; read line; echo said $line"], { stdio: "inherit" }),
      );
    if (typed === "a") terminal.screen.append(Array.from({ length: 50 }, () => lineOf(`H${count++} `, "w".repeat((count * 7) % 70))));
    draw();
  },
  onResize: draw,
  onCapabilities: ({ keyboard, reflows }) => terminal.screen.append([lineOf(`knows ${keyboard} ${reflows}`)]),
  onEnd(reason) {
    terminal.screen.append([lineOf(`ends: ${reason}`)]);
    draw();
    if (reason !== "SIGTERM") setImmediate(leave, reason);
  },
});

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

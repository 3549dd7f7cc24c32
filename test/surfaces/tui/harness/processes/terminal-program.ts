/**
 * Something to look at: `node terminal-program.ts WHAT`. Says what it is told with each chunk of keys, as JSON, after what `WHAT` is; q ends it with
 * code 3.
 */
const { stdin, stdout } = process;
const scenes: Readonly<Record<string, string>> = {
  keys: "\u001B[?2004h",
  lines: Array.from({ length: 500 }, (_, line) => `line ${line} ${"x".repeat(line % 150)}\r\n`).join(""),
  questions: "\u001B[c\u001B[>q",
  wipes: "above\u001B[2J\u001B[3J\u001B]52;c;aGk=\u0007",
  half: "\u001B[?2026hhalf",
  alternate: "main\r\n\u001B[?1049h\u001B[?25lalternate",
};
stdin.setRawMode(true);
stdout.write(`${scenes[process.argv[2]!]}ready`);
stdout.on("resize", () => stdout.write(` ${stdout.columns}x${stdout.rows}`));
stdin.setEncoding("utf8").on("data", (keys: string) => {
  if (keys === "q") process.exit(3);
  if (keys === "f") stdout.write(" whole\u001B[?2026l");
  else if (keys === "b") stdout.write("\u001B[?25h\u001B[?1049l back");
  else stdout.write(` ${JSON.stringify(keys).replaceAll("\u007F", "\\u007f")}`);
});

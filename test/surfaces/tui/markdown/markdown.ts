import { fc } from "../../../properties.ts";
import { Highlighter } from "../../../../src/surfaces/tui/markdown/highlighter.ts";
import { MarkdownStream } from "../../../../src/surfaces/tui/markdown/markdown-stream.ts";
import type { Line } from "../../../../src/surfaces/tui/text/line.ts";

export const highlighter = new Highlighter();

export const newStream = (): MarkdownStream => new MarkdownStream({ highlighter, texts: { tableRows: (rows) => `table: ${rows} rows` } });

/** All lines of a text that comes in these pieces. */
export function linesOf(pieces: readonly string[], width: number): Line[] {
  const stream = newStream();
  return [...pieces.flatMap((piece) => stream.push(piece, width)), ...stream.end(width)];
}

const fragments = [
  ...'*_`~[]()!<>&|#-+:.\\" '.split(""),
  ..."\n\n\n\n".split(""),
  "**",
  "***",
  "``",
  "```",
  "\n```ts\n",
  "\n```\n",
  "\n~~~~\n",
  "\n# ",
  "\n## h ",
  "\n- ",
  "\n  - ",
  "\n    - ",
  "\n\t- ",
  "\n1. ",
  "\n2) ",
  "\n> ",
  "\n> - ",
  "\n- > ",
  "\n---\n",
  "\n| a | b |\n|---|:-:|\n| c |",
  "\n|",
  "\n\n    code",
  "[x](y)",
  "](",
  '![i](j "t")',
  "https://a.b/c_d).",
  "http",
  "<https://x.y>",
  "<a@b.c>",
  "<div>",
  "&lt;",
  "&am",
  "word",
  "snake_case",
  "a longer run of words",
  "/* ",
  " */",
  "世界",
  "👩‍💻",
  "e\u0301",
  "\ud83d",
  "\ude00",
  "\r",
  "\t",
  "\u001b[2J",
  "x".repeat(130),
];

/** Markdown of all kinds, mostly broken. */
export const anyMarkdown = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...fragments) }, fc.string({ maxLength: 6 })), { maxLength: 60 })
  .map((parts) => parts.join(""));

/** The text, cut into pieces anywhere. */
export function cutAt(text: string, places: readonly number[]): string[] {
  const sorted = places.map((place) => place % (text.length + 1)).toSorted((one, other) => one - other);
  return [0, ...sorted].map((from, index) => text.slice(from, sorted[index] ?? text.length));
}

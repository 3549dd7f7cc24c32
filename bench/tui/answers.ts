const words = [
  "the",
  "`code`",
  "of",
  "**this**",
  "parser",
  "reads",
  "each",
  "line",
  "once",
  "and",
  "keeps",
  "what",
  "_follows_",
  "in",
  "order",
];

/** Markdown of so many lines, a frame for each, that ends with the mark. */
export function history(lines: number, mark: string): string[] {
  return [...Array.from({ length: lines - 1 }, (_, line) => `- line ${line} ${sentence(line, 10)}\n`), `\n${mark}`];
}

/** So many tokens of a growing answer, paragraphs, lists and code, after one mark and before the other. */
export function stream(tokens: number, begin: string, end: string): string[] {
  return [`${begin}\n`, ...Array.from({ length: tokens }, (_, index) => tokenAt(index)), `\n\n${end}`];
}

function tokenAt(index: number): string {
  const paragraph = Math.floor(index / 60);
  const at = index % 60;
  if (paragraph % 3 === 2) return at === 0 ? "\n\n```ts\n" : at === 59 ? "\n```\n\n" : at % 8 === 7 ? ";\n" : ` const_${at}`;
  if (paragraph % 3 === 1) return at % 12 === 0 ? `\n- ${words[at % words.length]}` : ` ${words[index % words.length]}`;
  return at === 0 ? "\n\n" : ` ${words[index % words.length]}`;
}

function sentence(from: number, length: number): string {
  return Array.from({ length }, (_, index) => words[(from + index) % words.length]).join(" ");
}

/** One line of a text and what ends it; only the last line of a text may end with nothing. */
export interface Line {
  text: string;
  end: "" | "\n" | "\r\n";
}

/** `joinLines(splitLines(text))` is `text`, for every text. An empty text has no lines. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    if (newline === -1) {
      lines.push({ text: text.slice(start), end: "" });
      break;
    }
    const crlf = newline > start && text[newline - 1] === "\r";
    lines.push({ text: text.slice(start, crlf ? newline - 1 : newline), end: crlf ? "\r\n" : "\n" });
    start = newline + 1;
  }
  return lines;
}

export function joinLines(lines: readonly Line[]): string {
  return lines.map(({ text, end }) => text + end).join("");
}

/** The line end to give to a line added at `index`: that of a neighbour, else a plain newline. */
export function lineEndAt(lines: readonly Line[], index: number): "\n" | "\r\n" {
  return lines[index]?.end || lines[index - 1]?.end || "\n";
}

/**
 * Replaces the lines from `from` up to but not including `to`. New lines get the line end of their surroundings;
 * when the text did not end with a newline, it does not afterwards.
 */
export function replaceLines(lines: readonly Line[], replaced: { from: number; to: number; by: readonly string[] }): Line[] {
  const { from, to, by } = replaced;
  const unfinished = lines.at(-1)?.end === "";
  const end = lineEndAt(lines, from);
  const result = [...lines.slice(0, from), ...by.map((text): Line => ({ text, end })), ...lines.slice(to)];
  return result.map((line, index): Line => {
    if (unfinished && index === result.length - 1) return { text: line.text, end: "" };
    return line.end === "" ? { text: line.text, end } : line;
  });
}

/** Lines as a model sees them, numbered from `first`. */
export function numberLines(texts: readonly string[], first: number): string {
  return texts.map((text, index) => `${first + index}\t${text}`).join("\n");
}

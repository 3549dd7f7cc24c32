/**
 * Where things stand in a TOML file, which its parser does not tell: the line, from 1, of each `[[name]]`.
 * What stands in a string of several lines is none.
 */
export function headerLines(source: string, name: string): number[] {
  const header = new RegExp(`^\\s*\\[\\[\\s*(?:${name}|"${name}"|'${name}')\\s*\\]\\]`);
  const lines = source.split("\n");
  const found: number[] = [];
  let open: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (open === undefined && header.test(line)) found.push(index + 1);
    open = stringLeftOpen(line, open);
  }
  return found;
}

/** The line of `key = …` between two lines; `from` when it is not there. */
export function keyLine(source: string, key: string, { from, to }: { from: number; to: number }): number {
  const lines = source.split("\n").slice(from - 1, to);
  // An unknown one is whatever somebody has put in quotes.
  const name = key.replace(/[^\w\s]/g, "\\$&");
  const pattern = new RegExp(`^\\s*(?:${name}|"${name}"|'${name}')\\s*[=.]`);
  const index = lines.findIndex((line) => pattern.test(line));
  return index < 0 ? from : from + index;
}

/** The quotes of a string of several lines that is open at the end of a line. */
function stringLeftOpen(line: string, open: string | undefined): string | undefined {
  for (let at = 0; at < line.length; at++) {
    if (open !== undefined) {
      if (open === '"""' && line[at] === "\\") at++;
      else if (line.startsWith(open, at)) {
        at += 2;
        open = undefined;
      }
      continue;
    }
    const char = line[at];
    if (char === "#") return undefined;
    if (char !== '"' && char !== "'") continue;
    if (line.startsWith(char.repeat(3), at)) {
      open = char.repeat(3);
      at += 2;
      continue;
    }
    at++;
    while (at < line.length && line[at] !== char) at += char === '"' && line[at] === "\\" ? 2 : 1;
  }
  return open;
}

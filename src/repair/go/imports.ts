import type { Fix } from "../compiled/fix.ts";

/**
 * What `gopls imports` has made of a file, as a fix of the lines that differ; undefined when none does.
 * @param packages all that there are: of several with one name it takes any, and that is left out
 */
export function importsFix(file: string, texts: { before: string; after: string }, packages: readonly string[]): Fix | undefined {
  const had = importsIn(lines(texts.before));
  const isGuess = (line: string): boolean => importsIn([line]).some((each) => !had.includes(each) && isAmbiguous(each, packages));
  const [old, now] = [lines(texts.before), lines(texts.after).filter((line) => !isGuess(line))];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const [removed, added] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)];
  if (removed.length === 0 && added.length === 0) return undefined;
  const start = Buffer.byteLength(old.slice(0, head).join(""));
  const without = importsIn(removed).filter((each) => !importsIn(added).includes(each));
  const withNew = importsIn(added).filter((each) => !importsIn(removed).includes(each));
  const what = [...withNew.map((each) => `add import ${each}`), ...without.map((each) => `remove unused import ${each}`)];
  if (what.length === 0) return undefined;
  return { file, start, end: start + Buffer.byteLength(removed.join("")), text: added.join(""), reason: what.join(", ") };
}

function isAmbiguous(quoted: string, packages: readonly string[]): boolean {
  const path = quoted.slice(1, -1);
  return packages.some((other) => other !== path && nameOf(other) === nameOf(path));
}

/** `math/rand/v2` is `rand`, too. */
function nameOf(path: string): string | undefined {
  return path
    .replace(/\/v\d+$/, "")
    .split("/")
    .at(-1);
}

/** With their ends. */
function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function importsIn(part: readonly string[]): string[] {
  return part.flatMap((line) => /^(?:import)?\s*(?:[\w.]+\s+)?("[^"]+")/.exec(line)?.[1] ?? []);
}

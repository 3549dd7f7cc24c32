import { stripVTControlCharacters } from "node:util";

/** What a box puts where it left out the middle of an output. */
export const omission = /^\[\d+ bytes omitted\]$/;

/** A workspace's package announces itself before its lines: `packages/a test$ vitest run` (pnpm), `a:test: > a@1.0.0 test` (turbo). */
const ANNOUNCES: readonly (readonly [line: RegExp, between: string])[] = [
  [/^(\S+ [\w:.-]+)\$ \S/, ": "],
  [/^(\S+:[\w:.-]+): > \S+@\S+ \S+/, ": "],
];

/** The lines of an output as they were left standing: without colours, and without what a progress bar has drawn over. */
export function standingLines(output: string): string[] {
  return stripVTControlCharacters(output)
    .split(/\r*\n/)
    .map((line) => line.slice(line.lastIndexOf("\r") + 1));
}

/** The same, with those of several packages that ran side by side put together, package by package. */
export function outputLines(output: string): string[] {
  const lines = standingLines(output);
  const prefixes = new Set<string>();
  for (const line of lines) {
    for (const [pattern, between] of ANNOUNCES) {
      const name = pattern.exec(line)?.[1];
      if (name !== undefined) prefixes.add(name + between);
    }
  }
  return prefixes.size === 0 ? lines : sortByPackage(lines, prefixes);
}

function sortByPackage(lines: readonly string[], prefixes: ReadonlySet<string>): string[] {
  const own: string[] = [];
  const groups = new Map([...prefixes].map((prefix): [string, string[]] => [prefix, [`$ ${prefix}`]]));
  for (const line of lines) {
    const prefix = prefixOf(line);
    const group = prefix === undefined ? undefined : groups.get(prefix);
    (group ?? own).push(group === undefined ? line : line.slice(prefix!.length));
  }
  return [...own, ...[...groups.values()].flat()];
}

function prefixOf(line: string): string | undefined {
  const end = line.indexOf(": ");
  return end < 0 ? undefined : line.slice(0, end + 2);
}

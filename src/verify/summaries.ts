/** What readers of test runners' output have in common. */
import type { Counts } from "../contract/event.ts";

export type Failure = Counts["failures"][number];

/** Index of the last line that matches, with the match; undefined without one. */
export function lastMatch(lines: readonly string[], pattern: RegExp): { at: number; match: RegExpExecArray } | undefined {
  for (let at = lines.length - 1; at >= 0; at--) {
    const match = pattern.exec(lines[at]!);
    if (match !== null) return { at, match };
  }
  return undefined;
}

/** The number that stands before a word: of `1 failed | 5 passed (6)` the one of `passed`; 0 without one. */
export function numberBefore(text: string, word: RegExp): number {
  return small(new RegExp(String.raw`(\d+) (?:${word.source})\b`).exec(text)?.[1]);
}

/** The number that stands behind a word: of `Failures: 1, Skipped: 2` the one of `Skipped`; 0 without one. */
export function numberBehind(text: string, word: RegExp): number {
  return small(new RegExp(String.raw`\b(?:${word.source})\s*[:=]\s*(\d+)`).exec(text)?.[1]);
}

/** No suite has more tests than this: what is larger is no count, and sums must stay exact. */
export function small(digits: string | undefined): number {
  const number = Number(digits ?? 0);
  return Number.isSafeInteger(number) && number < 1e9 ? number : 0;
}

/** The lines that match, as failures: the first group is the name, the second, if there is one, the place. */
export function failuresIn(lines: readonly string[], pattern: RegExp): Failure[] {
  return lines.flatMap((line): Failure[] => {
    const [, name, at] = pattern.exec(line) ?? [];
    return name === undefined ? [] : [{ name: name.trim(), ...(at !== undefined && { at }) }];
  });
}

/** `failuresIn`, each with the first place that stands in the lines below it, before the next failure. */
export function failuresWithPlaces(lines: readonly string[], { name, place }: { name: RegExp; place: RegExp }): Failure[] {
  const failures: Failure[] = [];
  for (const line of lines) {
    const found = name.exec(line)?.[1];
    if (found !== undefined) failures.push({ name: found.trim() });
    const last = failures.at(-1);
    const at = last?.at === undefined && found === undefined ? place.exec(line)?.[1] : undefined;
    if (last !== undefined && at !== undefined) last.at = at;
  }
  return failures;
}

/** Each name once, a place known of it kept. */
export function unique(failures: readonly Failure[]): Failure[] {
  const byName = new Map<string, Failure>();
  for (const failure of failures) if (byName.get(failure.name)?.at === undefined) byName.set(failure.name, failure);
  return [...byName.values()];
}

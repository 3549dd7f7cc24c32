import type { Section } from "./sections.ts";

/** A share that each kind of facts has before the others get what it leaves. */
const OWN_SHARE = 1 / 8;

/**
 * The sections as text of at most about `maxChars` characters. Where they are longer, the first fact of each section and its last ones stay, and
 * a line says how many are missing and that `whole` has them; a single fact that is too long is cut.
 */
export function fitSections(sections: readonly Section[], { maxChars, whole }: { maxChars: number; whole(): string }): string {
  const sizes = sections.map(sizeOf);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= maxChars) return sections.map((section) => textOf(section.title, section.lines)).join("\n\n");

  const own = sizes.map((size) => Math.min(size, Math.floor(maxChars * OWN_SHARE)));
  let left = Math.max(0, maxChars - own.reduce((sum, size) => sum + size, 0));
  const place = whole();
  return sections
    .map((section, index) => {
      const more = Math.min(left, sizes[index]! - own[index]!);
      left -= more;
      return textOf(section.title, fitLines(section.lines, own[index]! + more, place));
    })
    .join("\n\n");
}

/** All of them, as they are kept where they can be paged. */
export function wholeText(sections: readonly Section[]): string {
  return sections.map(({ title, lines }) => textOf(title, lines)).join("\n\n");
}

function fitLines(lines: readonly string[], maxChars: number, whole: string): string[] {
  if (lines.reduce((sum, line) => sum + line.length + 1, 0) <= maxChars) return [...lines];
  const [first = "", ...others] = lines;
  const head = cut(first, Math.max(MIN_LINE_CHARS, Math.floor(maxChars / 2)), whole);
  let room = maxChars - head.length;
  const tail: string[] = [];
  for (const line of others.toReversed()) {
    const shown = tail.length === 0 ? cut(line, Math.max(MIN_LINE_CHARS, room), whole) : line;
    if (shown.length > room && tail.length > 0) break;
    tail.unshift(shown);
    room -= shown.length + 1;
  }
  const missing = others.length - tail.length;
  return [head, ...(missing > 0 ? [JSON.stringify({ leftOut: missing, read: whole })] : []), ...tail];
}

const MIN_LINE_CHARS = 400;

/** A fact that is too long, as the beginning of its JSON. */
function cut(line: string, maxChars: number, whole: string): string {
  return line.length <= maxChars ? line : JSON.stringify({ cut: line.slice(0, maxChars).toWellFormed(), read: whole });
}

function sizeOf({ title, lines }: Section): number {
  return lines.reduce((sum, line) => sum + line.length + 1, title.length + 5);
}

function textOf(title: string, lines: readonly string[]): string {
  return [`## ${title}`, ...lines].join("\n");
}

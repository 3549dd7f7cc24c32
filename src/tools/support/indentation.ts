import { diffArrays } from "diff";

/** What one level of indentation is in these lines: a tab or some spaces. Two spaces when they do not tell. */
export function indentUnit(lines: readonly string[]): string {
  const steps = new Map<string, number>();
  let previous = 0;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const indent = indentOf(line);
    const step = indent.startsWith("\t") ? "\t" : " ".repeat(Math.abs(indent.length - previous));
    if (step !== "" && step !== " ") steps.set(step, (steps.get(step) ?? 0) + 1);
    previous = indent.startsWith("\t") ? 0 : indent.length;
  }
  let unit = "  ";
  for (const [step, count] of steps) if (count > (steps.get(unit) ?? 0)) unit = step;
  return unit;
}

/** A place that was found although its indentation differs from the text that was looked for, and what is to stand there. */
export interface Adaption {
  /** The lines that were looked for, not all blank, and those found; equal but for indentation and trailing space. */
  old: readonly string[];
  found: readonly string[];
  replacement: readonly string[];
  /** One level of the file's indentation. */
  fileUnit: string;
}

/**
 * The replacement as the file would have it: lines that stay are taken from the file as they are, new ones get the
 * file's indentation in place of the model's.
 */
export function adaptIndentation({ old, found, replacement, fileUnit }: Adaption): string[] {
  const pairs = pairIndents(old, found);
  const translate = translator(pairs, { model: indentUnit([...old, ...replacement]), file: fileUnit });

  const result: string[] = [];
  let removed: Pair[] = [];
  let reference = pairs[0]!;
  let oldIndex = 0;
  let newIndex = 0;
  // With their indentation: the same brace on another level is another line.
  const comparable = (lines: readonly string[]) => lines.map((line) => line.trimEnd());
  for (const change of diffArrays(comparable(old), comparable(replacement))) {
    if (change.removed) {
      removed = pairs.slice(oldIndex, oldIndex + change.count);
      oldIndex += change.count;
    } else if (change.added) {
      for (let index = 0; index < change.count; index++) {
        const line = replacement[newIndex++]!;
        const nearest = removed[Math.min(index, removed.length - 1)] ?? reference;
        result.push(line.trim() === "" ? "" : translate(indentOf(line), nearest) + line.trimStart());
      }
      removed = [];
    } else {
      result.push(...found.slice(oldIndex, oldIndex + change.count));
      oldIndex += change.count;
      newIndex += change.count;
      reference = pairs[oldIndex - 1]!;
      removed = [];
    }
  }
  return result;
}

/** A blank line tells nothing: it counts as indented like the line before it, or the first that is not blank. */
function pairIndents(old: readonly string[], found: readonly string[]): Pair[] {
  let pair = pairAt(old.findIndex((line) => line.trim() !== ""));
  return old.map((line, index) => (pair = line.trim() === "" ? pair : pairAt(index)));

  function pairAt(index: number): Pair {
    return { model: indentOf(old[index]!), file: indentOf(found[index]!) };
  }
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)![0];
}

/** An indentation in the model's text and the one at the same place in the file. */
interface Pair {
  model: string;
  file: string;
}

function translator(pairs: readonly Pair[], units: { model: string; file: string }): (indent: string, nearest: Pair) => string {
  const known = new Map<string, Set<string>>();
  for (const { model, file } of pairs) known.set(model, (known.get(model) ?? new Set()).add(file));

  return (indent, nearest) => {
    const same = known.get(indent);
    if (same?.size === 1) return [...same][0]!;
    if (indent === nearest.model) return nearest.file;
    const levels = Math.round((width(indent, units.model) - width(nearest.model, units.model)) / width(units.model, units.model));
    if (levels >= 0) return nearest.file + units.file.repeat(levels);
    return nearest.file.slice(0, Math.max(0, nearest.file.length + levels * units.file.length));
  };
}

/** Columns, a tab being as wide as a level. */
function width(indent: string, unit: string): number {
  const tab = unit === "\t" ? 4 : unit.length;
  return Array.from(indent).reduce((columns, character) => columns + (character === "\t" ? tab : 1), 0);
}

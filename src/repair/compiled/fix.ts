/** A piece of a file that is to be replaced. */
export interface Fix {
  /** Relative to the workspace. */
  file: string;
  /** In bytes, end exclusive. */
  start: number;
  end: number;
  text: string;
  /** What is done and why, for people, without the place. */
  reason: string;
}

export interface AppliedFix {
  fix: Fix;
  /** Where it stands in the new text: from 1, and in bytes, end exclusive. */
  line: number;
  start: number;
  end: number;
}

/** Applies fixes of one file in order; of those that overlap the first, the others may come again in the next round. */
export function applyFixes(content: Buffer, fixes: readonly Fix[]): { content: Buffer; applied: AppliedFix[] } {
  const parts: Buffer[] = [];
  const applied: AppliedFix[] = [];
  let at = 0;
  let line = 1;
  let length = 0;
  const add = (part: Buffer): void => {
    parts.push(part);
    line += newlines(part);
    length += part.length;
  };
  for (const fix of fixes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = applied.at(-1)?.fix;
    // Two imports may stand at one place; two of anything else contradict each other.
    const isBeside = last?.start !== fix.start || (last.end === fix.start && last.text.endsWith("\n") && fix.text.endsWith("\n"));
    if (fix.start < at || fix.end > content.length || !isBeside) continue;
    add(content.subarray(at, fix.start));
    const place = { fix, line, start: length };
    add(Buffer.from(fix.text));
    applied.push({ ...place, end: length });
    at = fix.end;
  }
  add(content.subarray(at));
  return { content: Buffer.concat(parts), applied };
}

function newlines(part: Buffer): number {
  let count = 0;
  for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) count += 1;
  return count;
}

import type { Diagnostic, Repair, RepairContext } from "../contract/repairer.ts";

const MAX_BYTES = 1024 * 1024;

interface Conflict {
  ours: readonly string[];
  /** What both sides come from; undefined where the file does not keep it. */
  base: readonly string[] | undefined;
  theirs: readonly string[];
}

/** Settles what is left of a merge where only one side has changed something, both have done the same, or both only import things. */
export async function mendMarkers({
  files,
  changed,
  onProgress,
}: Pick<RepairContext, "files" | "changed" | "onProgress">): Promise<Repair | undefined> {
  const edits = new Map<string, string>();
  const [before, after]: [Diagnostic[], Diagnostic[]] = [[], []];
  const reasons: string[] = [];
  for (const path of changed) {
    const content = await files.read(path, { offset: 0, maxBytes: MAX_BYTES + 1 }).catch(() => undefined);
    if (content === undefined || content.length > MAX_BYTES || content.includes(0) || !content.includes("<<<<<<< ")) continue;
    const settled = settle(content.toString("utf8"));
    if (settled === undefined) continue;
    for (const { line, as } of settled.conflicts) {
      const conflict = { file: path, line, code: "conflict", message: "a merge was not finished here" };
      before.push(conflict);
      if (as === undefined) after.push(conflict);
      else reasons.push(`${path}:${line} ${as} (unfinished merge)`);
    }
    if (settled.conflicts.some(({ as }) => as !== undefined)) edits.set(path, settled.text);
  }
  if (edits.size === 0) return undefined;
  for (const reason of reasons) onProgress(reason);
  return { reasons, edits, before, after };
}

interface Settled {
  text: string;
  /** `as`: what was done; undefined where the conflict stays. */
  conflicts: { line: number; as: string | undefined }[];
}

/** Undefined when the markers are not those of a merge. */
function settle(text: string): Settled | undefined {
  const lines = text.split("\n");
  const kept: string[] = [];
  const conflicts: Settled["conflicts"] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    if (!line.startsWith("<<<<<<< ")) {
      kept.push(line);
      continue;
    }
    const found = conflictAt(lines, index);
    if (found === undefined) return undefined;
    const { conflict, end } = found;
    const solution = solve(conflict);
    conflicts.push({ line: index + 1, as: solution?.as });
    kept.push(...(solution?.lines ?? lines.slice(index, end + 1)));
    index = end;
  }
  return { text: kept.join("\n"), conflicts };
}

function conflictAt(lines: readonly string[], start: number): { conflict: Conflict; end: number } | undefined {
  const find = (marker: string, from: number): number => lines.findIndex((line, index) => index >= from && line.startsWith(marker));
  const middle = lines.findIndex((line, index) => index > start && line.trimEnd() === "=======");
  const end = find(">>>>>>> ", middle);
  const next = find("<<<<<<< ", start + 1);
  if (middle === -1 || end === -1 || (next !== -1 && next < end)) return undefined;
  const bar = find("||||||| ", start);
  const hasBase = bar !== -1 && bar < middle;
  const base = hasBase ? lines.slice(bar + 1, middle) : undefined;
  return { conflict: { ours: lines.slice(start + 1, hasBase ? bar : middle), base, theirs: lines.slice(middle + 1, end) }, end };
}

function solve({ ours, base, theirs }: Conflict): { lines: readonly string[]; as: string } | undefined {
  const [own, other, old] = [ours.join("\n"), theirs.join("\n"), base?.join("\n")];
  if (own === other) return { lines: ours, as: "keep what both sides say" };
  if (old === own) return { lines: theirs, as: "take the only side that changed something" };
  if (old === other) return { lines: ours, as: "take the only side that changed something" };
  if (isImports(ours) && isImports(theirs) && (base === undefined || isImports(base))) {
    const gone = new Set((base ?? []).filter((line) => !ours.includes(line) || !theirs.includes(line)));
    const union = [...new Set([...ours, ...theirs])].filter((line) => !gone.has(line));
    if (bindings(union).every((name, index, all) => all.indexOf(name) === index))
      return { lines: union, as: "keep the imports of both sides" };
  }
  return undefined;
}

/** Whole imports of one line each. */
const IMPORT =
  /^\s*(?:import\s[^;]*["'][^"']+["'];?|import\s+[\w., ]+|from\s+[\w.]+\s+import\s+[\w, ]+|use\s+[\w:{}, ]+;|#include\s.+)\s*$/;

function isImports(lines: readonly string[]): boolean {
  return lines.every((line) => line.trim() === "" || IMPORT.test(line));
}

/** What the lines import: two lines that bring one name are for somebody who can think. */
function bindings(lines: readonly string[]): string[] {
  return lines.flatMap(
    (line) => line.replace(/["'][^"']*["']|\bfrom\s+[\w.]+|\b(?:import|use|type|as|from)\b/g, " ").match(/[A-Za-z_$][\w$]*/g) ?? [],
  );
}

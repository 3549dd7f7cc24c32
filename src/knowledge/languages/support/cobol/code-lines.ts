/** What of a COBOL text is code: without sequence numbers, comments, directives and what lies right of the margin. Continued lines are one. */
export interface CodeLine {
  text: string;
  /** From 1, of its beginning. */
  line: number;
}

/** Columns from 0. */
const INDICATOR = 6;
const MARGIN = 72;
const TAB = 8;

/** What goes on for longer is not joined. */
const MAX_CONTINUED = 20_000;

const freeDirective = /^\s*(?:>>\s*SOURCE\s+(?:FORMAT\s+)?(?:IS\s+)?|\$SET\s+SOURCEFORMAT\s*\(?["'])(FREE|FIXED)/i;

export function codeLines(text: string): CodeLine[] {
  const lines = text.split(/\r\n|[\r\n]/);
  let free = looksFree(lines);
  const code: CodeLine[] = [];
  for (const [index, line] of lines.entries()) {
    const directive = freeDirective.exec(line);
    if (directive !== null) free = directive[1]!.toUpperCase() === "FREE";
    else if (free) addFree(code, line, index + 1);
    else addFixed(code, line, index + 1);
  }
  return code;
}

/** Fixed is what has nothing but its known marks in the column of the indicator; a few lines may be wrong. */
function looksFree(lines: readonly string[]): boolean {
  let judged = 0;
  let strange = 0;
  for (const line of lines) {
    const directive = freeDirective.exec(line);
    if (directive !== null) return directive[1]!.toUpperCase() === "FREE";
    const start = line.search(/\S/);
    if (start === -1 || line.startsWith("*>", start) || line.startsWith(">>", start)) continue;
    judged++;
    if (!fitsFixed(expandTabs(line))) strange++;
  }
  return strange * 5 > judged;
}

function fitsFixed(line: string): boolean {
  if (line.length <= INDICATOR) return /^[\d ]*$/.test(line);
  return /[ *\-/$]/.test(line[INDICATOR]!) || (/[Dd]/.test(line[INDICATOR]!) && /^[\d ]{6}$/.test(line.slice(0, INDICATOR)));
}

function addFree(code: CodeLine[], line: string, number: number): void {
  const text = line.trim();
  if (text === "" || text.startsWith("*>") || text.startsWith(">>") || text.startsWith("$")) return;
  code.push({ text: line, line: number });
}

function addFixed(code: CodeLine[], written: string, number: number): void {
  const line = expandTabs(written);
  const indicator = line[INDICATOR] ?? " ";
  // A copybook may begin its comments in the first column, as most compilers have long allowed.
  if (indicator === "*" || indicator === "/" || indicator === "$" || line.startsWith("*")) return;
  const text = line.slice(INDICATOR + 1, MARGIN);
  const trimmed = text.trimStart();
  if (trimmed === "" || trimmed.startsWith(">>") || line.trimStart().startsWith(">>")) return;
  const before = code.at(-1);
  if (indicator === "-" && before !== undefined && before.text.length < MAX_CONTINUED) before.text = continued(before.text, trimmed);
  else code.push({ text, line: number });
}

/** A literal that is still open goes on after the quote of the next line, and fills its own line up to the margin. */
function continued(before: string, after: string): string {
  const open = openQuote(before);
  if (open === undefined || !after.startsWith(open)) return before.trimEnd() + after;
  return before.padEnd(MARGIN - INDICATOR - 1) + after.slice(1);
}

function openQuote(text: string): string | undefined {
  let open: string | undefined;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (open === undefined) {
      if (text.startsWith("*>", index)) return undefined;
      if (character === '"' || character === "'") open = character;
    } else if (character === open) open = undefined;
  }
  return open;
}

function expandTabs(line: string): string {
  if (!line.includes("\t")) return line;
  let expanded = "";
  for (const character of line) expanded += character === "\t" ? " ".repeat(TAB - (expanded.length % TAB)) : character;
  return expanded;
}

import type { Token } from "./tokens.ts";

/** Words after END that close something that was not opened with BEGIN or CASE. */
const otherEnds = new Set(["if", "loop", "while", "repeat", "for"]);
const notABlock = new Set([";", "transaction", "work", "tran"]);

/** What is never created inside of a routine. */
const outermost = new Set(["function", "procedure", "proc", "trigger", "package", "schema"]);

/**
 * Index of the last token of the statement that is read: its semicolon, or where the next one begins without any (T-SQL). A routine's body
 * has semicolons of its own, which count only behind the END of its first BEGIN or behind its dollar quote.
 */
export function blockEnd(tokens: readonly Token[], { start, block }: { start: number; block: boolean }): number {
  let depth = 0;
  let quote: string | undefined;
  // Semicolons between IS or DECLARE and BEGIN end declarations, not the routine.
  let declaring = false;
  for (let at = start; at < tokens.length; at++) {
    const { kind, text } = tokens[at]!;
    const next = tokens[at + 1]?.text ?? "";
    if (kind === "mark" && text.length > 1 && text.startsWith("$")) quote = quote === undefined ? text : undefined;
    if (quote !== undefined) continue;
    if (text === ";" && depth === 0 && !declaring) return at;
    if (kind !== "word") continue;
    if (text === "go" || text === "delimiter") return at - 1;
    if (text === "create" && (depth === 0 || outermost.has(next === "or" ? (tokens[at + 3]?.text ?? "") : next))) return at - 1;
    if (!block) continue;
    if ((text === "begin" && !notABlock.has(next)) || (text === "case" && tokens[at - 1]?.text !== "end")) {
      depth++;
      declaring = false;
    } else if (text === "end" && depth > 0 && !otherEnds.has(next)) depth--;
    else if (depth === 0 && (text === "declare" || (text === "is" && next !== "null" && next !== "not"))) declaring = true;
  }
  return tokens.length - 1;
}

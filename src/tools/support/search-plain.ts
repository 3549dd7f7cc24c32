import { createContext, Script } from "node:vm";
import type { Files } from "../../contract/sandbox.ts";
import type { Search } from "./found-line.ts";
import { splitLines } from "./lines.ts";
import { loadFile } from "./load-file.ts";
import { Refusal } from "./refusal.ts";
import { decodeText } from "./text-file.ts";
import { walk } from "./walk.ts";

/** Milliseconds one file may take: a pattern can need exponential time. */
const FILE_TIMEOUT_MS = 2000;

/** Searches without ripgrep, with JavaScript's regular expressions. Files over 16 MiB are passed over, like binary ones. */
export async function searchPlainly(files: Files, search: Search): Promise<void> {
  const matchingLines = lineMatcher(toRegExp(search));
  for await (const path of pathsOf(files, search)) {
    if (!search.wanted(path)) continue;
    const lines = await linesOf(files, path);
    const matching = matchingLines(lines);
    if (!report(path, { lines, matching }, search)) return;
  }
}

async function* pathsOf(files: Files, { root, signal }: Search): AsyncGenerator<string> {
  if (root.type === "file") yield root.path;
  else yield* walk({ files, from: root.path, signal });
}

function toRegExp({ pattern, ignoreCase }: Search): RegExp {
  const inline = pattern.startsWith("(?i)");
  const source = inline ? pattern.slice(4) : pattern;
  const flags = ignoreCase || inline ? "i" : "";
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    // Patterns that are not strict Unicode ones may still be valid: `\-`, `\_`.
    try {
      return new RegExp(source, flags);
    } catch (error) {
      throw new Refusal((error as SyntaxError).message, { cause: error });
    }
  }
}

async function linesOf(files: Files, path: string): Promise<string[]> {
  try {
    const bytes = await loadFile(files, path);
    const text = bytes === undefined ? undefined : decodeText(bytes)?.text;
    return splitLines(text ?? "").map((line) => line.text);
  } catch {
    // Gone or unreadable meanwhile; ripgrep passes over such files too.
    return [];
  }
}

/** Gives the indexes of the lines that match. Only code that runs in a context of its own can be ended from outside. */
function lineMatcher(pattern: RegExp): (lines: readonly string[]) => number[] {
  let lines: readonly string[] = [];
  const search = () => lines.flatMap((line, index) => (pattern.test(line) ? [index] : []));
  const script = new Script("search()");
  const context = createContext({ search });
  return (searched) => {
    lines = searched;
    return inTime(() => script.runInContext(context, { timeout: FILE_TIMEOUT_MS }) as number[]);
  };
}

function inTime<Value>(act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new Refusal("The pattern takes too long to match. Use a simpler one.", { cause: error });
  }
}

function report(path: string, { lines, matching }: { lines: readonly string[]; matching: readonly number[] }, search: Search): boolean {
  const matches = new Set(search.firstOnly ? matching.slice(0, 1) : matching);
  const context = search.firstOnly ? 0 : search.context;
  const shown = new Set<number>();
  for (const index of matches) {
    for (let near = Math.max(0, index - context); near <= Math.min(lines.length - 1, index + context); near++) shown.add(near);
  }
  return [...shown].every((index) => search.onLine({ path, line: index + 1, text: lines[index]!, matches: matches.has(index) }));
}

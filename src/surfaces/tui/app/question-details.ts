import type { Question } from "../state/terminal-state.ts";
import { type Line, span } from "../text/line.ts";

/** What a question is about, as the model wrote it: the script, what is put in the place of what, or the input as it is. */
export function questionDetails({ call }: Question): Line[] {
  const input = call?.input;
  if (typeof input !== "object" || input === null) return typeof input === "string" ? linesOf(input) : [];
  const { script, path, patch, content, old, new: replacement } = input as Readonly<Record<string, unknown>>;
  if (typeof script === "string") return linesOf(script);
  const head: Line[] = typeof path === "string" ? [[span(path, "bold")]] : [];
  if (typeof patch === "string") return [...head, ...patchLines(patch)];
  if (typeof old === "string" && typeof replacement === "string")
    return [...head, ...linesOf(old, "- ", "removed"), ...linesOf(replacement, "+ ", "added")];
  if (typeof content === "string") return [...head, ...linesOf(content, "+ ", "added")];
  return linesOf(JSON.stringify(input, null, 2));
}

function linesOf(text: string, sign = "", style?: "added" | "removed"): Line[] {
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => [span(`${sign}${line}`, style)]);
}

function patchLines(patch: string): Line[] {
  return patch
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => [span(line, line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : undefined)]);
}

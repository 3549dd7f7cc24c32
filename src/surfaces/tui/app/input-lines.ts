import { type Line, span } from "../text/line.ts";

/** Each field by its name; a long text below it. */
export function inputLines(input: unknown): Line[] {
  if (typeof input !== "object" || input === null) return linesOf(textOf(input)).map((line) => [span(line)]);
  return Object.entries(input).flatMap(([key, value]) => {
    const [first = "", ...rest] = linesOf(textOf(value));
    return [[span(`${key}: `, "dim"), span(first)], ...rest.map((line): Line => [span(`  ${line}`)])];
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
}

/** Without the newline at its end. */
export function linesOf(text: string): string[] {
  return text.replace(/\n$/, "").split("\n");
}

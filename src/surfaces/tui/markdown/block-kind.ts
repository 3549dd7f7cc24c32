import { isRule } from "./containers.ts";

/** What a line begins, as far as it itself tells. */
export type BlockKind =
  | { type: "text" }
  | { type: "heading"; level: number; text: string }
  | { type: "rule" }
  /** Of the marks, the closing ones are at least as many; `indent` spaces before them are not of the code. */
  | { type: "fence"; marks: string; indent: number; language: string }
  /** By four spaces. */
  | { type: "indented"; text: string };

/** @param inText whether it could go on with a paragraph, which code that is indented does not interrupt */
export function kindOf(line: string, inText: boolean): BlockKind {
  if (!inText && /^ {4}/.test(line)) return { type: "indented", text: line.slice(4) };
  const heading = /^ {0,3}(#{1,6})(?:[ \t]+(.*)|)$/s.exec(line);
  if (heading !== null) return { type: "heading", level: heading[1]!.length, text: heading[2] ?? "" };
  if (isRule(line)) return { type: "rule" };
  const fence = /^( {0,3})(`{3,}|~{3,})[ \t]*([^`]*)$/.exec(line);
  if (fence === null) return { type: "text" };
  return { type: "fence", indent: fence[1]!.length, marks: fence[2]!, language: /^[^\s,{]*/.exec(fence[3]!)![0] };
}

export function closesFence(line: string, marks: string): boolean {
  const text = line.trim();
  return text.length >= marks.length && text === marks[0]!.repeat(text.length) && /^ {0,3}\S/.test(line);
}

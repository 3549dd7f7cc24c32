import { readFileSync } from "node:fs";
import type ts from "@typescript/typescript6";
import { newlineOf } from "./style.ts";

/** Absolute path → text that stands in for what is on disk. Immutable: an edit makes a new map. */
export type Texts = ReadonlyMap<string, string>;

const BOM = "\uFEFF";

/** The texts after `changes`. New lines get the ending that their file has. */
export function edit(texts: Texts, changes: readonly ts.FileTextChanges[], read: (path: string) => string): Texts {
  const edited = new Map(texts);
  for (const { fileName, textChanges } of changes) {
    let text = read(fileName);
    const newline = newlineOf(text);
    // From the end, so that the earlier spans stay where they are.
    for (const { span, newText } of textChanges.toSorted((a, b) => b.span.start - a.span.start)) {
      text = text.slice(0, span.start) + newText.replace(/\r?\n/g, newline) + text.slice(span.start + span.length);
    }
    edited.set(fileName, text);
  }
  return edited;
}

/** The text as it must be written to disk: with the byte order mark that the file has and the compiler hides. */
export function toDisk(path: string, text: string): string {
  return readFileSync(path, "utf8").startsWith(BOM) ? BOM + text : text;
}

/**
 * The words inside of compound names, so that who looks for a part finds the whole: `parseHTMLFile2` holds `parse`, `HTML`, `File` and `2`.
 * Each once, in the order of the text; what is not compound is left out. Parts at `_`, `-` or `.` are words of their own anyhow.
 */
export function wordParts(text: string): string[] {
  const parts = new Set<string>();
  for (const [name] of text.matchAll(COMPOUND)) for (const part of splitName(name)) parts.add(part);
  return [...parts];
}

/** The words of one name: `readFile` is `read` and `File`. */
export function splitName(name: string): string[] {
  return name.match(PART) ?? [];
}

/** Lower case and then upper case, or capitals and then a word. ASCII, as names in programs are: this sees every line of every log. */
const COMPOUND = /[A-Za-z0-9]*(?:[a-z0-9][A-Z]|[A-Z]{2}[a-z])[A-Za-z0-9]*/g;
const PART = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;

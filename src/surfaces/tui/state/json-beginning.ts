/**
 * What the beginning of a JSON text says: a string that is cut off ends there, and of what is unfinished otherwise, nothing is there.
 * Undefined when not even that can be read.
 */
export function parseBeginning(text: string): unknown {
  try {
    return JSON.parse(closed(text));
  } catch {
    return undefined;
  }
}

/** The text up to where it can be closed, closed. */
function closed(text: string): string {
  /** What ends the objects and lists that are open, the innermost last. */
  let open = "";
  /** Behind the last value that is whole, with what is open there. */
  let whole = { end: 0, open };
  let last = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') {
      const end = endOfString(text, at);
      if (end !== undefined) at = end;
      else if (last === ":" || open.endsWith("]")) return `${text.slice(0, endOfCharacters(text, at))}"${reversed(open)}`;
      else break;
    }
    if (character === "{") open += "}";
    if (character === "[") open += "]";
    if (character === "}" || character === "]") open = open.slice(0, -1);
    if (/[{}[\]]/.test(character)) whole = { end: at + 1, open };
    if (character === ",") whole = { end: at, open };
    if (/\S/.test(character)) last = character;
  }
  return open === "" ? text : text.slice(0, whole.end) + reversed(whole.open);
}

function reversed(text: string): string {
  return text.split("").toReversed().join("");
}

/** Where the quote is that ends the string that begins at `start`. */
function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return undefined;
}

/** Where the last whole character of a string ends that is cut off: half an escape is none. */
function endOfCharacters(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== "\\") continue;
    const end = at + (text[at + 1] === "u" ? 6 : 2);
    if (end > text.length) return at;
    at = end - 1;
  }
  return text.length;
}

import type { Word } from "./parse.ts";

/** What one word becomes when bash runs it, told without running it. */
export interface Token {
  readonly value: string;
  /** The word holds a pattern: bash puts matching names in its place, all of which begin like `value` does before its first `*`, `?` or `[`. */
  readonly pattern: boolean;
  /** `value` stands for something that only the shell knows (`$?`, `$PWD`). */
  readonly standIn: boolean;
  /** A variable stands in it, so it may be any words: only for programs that no argument makes harmful. */
  readonly open: boolean;
}

/** Value of a loop's variable in the walk under way. */
export type Bindings = ReadonlyMap<string, Token>;

const plain = /^[\w./:@%+,-][\w./:@%+=,-]*$/;
const group = /^([\w./@+-]*)\{([\w./@+,-]*,[\w./@+,-]*)\}([\w./@+-]*)$/;
const range = /^\{(\d{1,4})\.\.(\d{1,4})\}$/;
const maxAlternatives = 64;

/**
 * The tokens of a word (several for `{a,b}`); nothing if the shell would have to compute them.
 * Reads the source on its own and wants the parser to agree, so that one misreading is not enough.
 */
export function readWord(word: Word, source: string, bindings: Bindings): readonly Token[] | undefined {
  if (plain.test(source)) return word.value === source ? [literal(source)] : undefined;
  const alternatives = expandGroup(source);
  if (alternatives !== undefined) return alternatives.map(literal);
  const read = scan(source, bindings);
  if (read === undefined) return undefined;
  return read.computed || read.token.value === word.value ? [read.token] : undefined;
}

/** The word's value if quotes and escapes are all that stands between it and its source; `null` otherwise. For rules, which must also see oddly quoted words. */
export function staticValue(word: Word): string | null {
  for (const part of word.parts ?? []) {
    if (part.type === "Literal" || part.type === "SingleQuoted" || part.type === "AnsiCQuoted") continue;
    if (part.type !== "DoubleQuoted" && part.type !== "LocaleString") return null;
    if (part.parts.some((child) => child.type !== "Literal")) return null;
  }
  return word.value;
}

function literal(value: string): Token {
  return { value, pattern: false, standIn: false, open: false };
}

function expandGroup(source: string): string[] | undefined {
  const [, before = "", list, after = ""] = group.exec(source) ?? [];
  if (list !== undefined && !source.includes("..")) {
    // The shell drops an empty word, but keeps an empty place between text.
    return list
      .split(",")
      .map((choice) => before + choice + after)
      .filter((choice) => choice !== "");
  }
  const [, first, last] = range.exec(source) ?? [];
  if (first === undefined || last === undefined || /^0\d|\.0\d/.test(`${first}.${last}`)) return undefined;
  const [from, to] = [Number(first), Number(last)];
  const count = Math.abs(to - from) + 1;
  if (count > maxAlternatives) return undefined;
  return Array.from({ length: count }, (_, i) => String(from < to ? from + i : from - i));
}

interface Scanned {
  token: Token;
  /** The value is not the parser's to confirm: a variable stands in it. */
  computed: boolean;
}

function scan(source: string, bindings: Bindings): Scanned | undefined {
  let value = "";
  let pattern = false;
  let standIn = false;
  let computed = false;
  let open = false;
  let braces = false;
  let at = 0;

  const variable = (quoted: boolean): boolean => {
    const [text, braced, bare] = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*|\?))/.exec(source.slice(at, at + 64)) ?? [];
    if (text === undefined) return false;
    const name = braced ?? bare ?? "";
    computed = true;
    at += text.length;
    if (name === "?") {
      value += "0";
      standIn = true;
      return true;
    }
    if (name === "PWD" && quoted && !bindings.has(name)) {
      value += "/PWD";
      standIn = true;
      return true;
    }
    const bound = bindings.get(name);
    if (bound === undefined || bound.open) {
      open = true;
      return true;
    }
    // Without quotes the shell splits the value and looks for patterns in it.
    if (!quoted && (bound.pattern || !plain.test(bound.value))) {
      open = true;
      return true;
    }
    value += bound.value;
    pattern ||= bound.pattern;
    standIn ||= bound.standIn;
    return true;
  };

  while (at < source.length) {
    const char = source[at] ?? "";
    if (char === "'") {
      const end = source.indexOf("'", at + 1);
      if (end < 0) return undefined;
      value += source.slice(at + 1, end);
      at = end + 1;
    } else if (char === '"') {
      at++;
      for (;;) {
        const inner = source[at];
        if (inner === undefined || inner === "`") return undefined;
        if (inner === '"') break;
        if (inner === "\\") {
          const next = source[at + 1];
          if (next === undefined) return undefined;
          if (next !== "\n") value += /["\\$`]/.test(next) ? next : `\\${next}`;
          at += 2;
        } else if (inner === "$") {
          if (/^["\s|)/]/.test(source[at + 1] ?? "")) {
            value += "$";
            at++;
          } else if (!variable(true)) return undefined;
        } else {
          value += inner;
          at++;
        }
      }
      at++;
    } else if (char === "\\") {
      const next = source[at + 1];
      if (next === undefined) return undefined;
      if (next !== "\n") value += next;
      at += 2;
    } else if (char === "$") {
      if (!variable(false)) return undefined;
    } else {
      if (/[\s()<>|&;`]/.test(char) || (char === "#" && value === "")) return undefined;
      // A tilde is also expanded behind these.
      if (char === "~" && at > 0 && /[=:]/.test(source[at - 1] ?? "")) return undefined;
      if (char === "*" || char === "?" || (char === "[" && source.includes("]", at))) pattern = true;
      if (char === "{") braces = true;
      value += char;
      at++;
    }
  }
  if (braces && /,|\.\./.test(source)) return undefined;
  return { token: { value, pattern, standIn, open }, computed };
}

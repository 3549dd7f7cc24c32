/** Changes one value in the text of a TOML file and leaves every other byte as it is: comments, order, spaces. */

/** A key with its value, by offsets into the source. */
interface Entry {
  /** The whole path, that of its table included. */
  path: readonly string[];
  value: { from: number; to: number };
  /** Of an inline table the offset of its closing brace. */
  brace?: number;
}

/** What one header begins; the first has none. */
interface Section {
  path: readonly string[];
  /** `[[…]]`: one of several of this name. */
  isElement: boolean;
  /** Behind the header or the last value in it. */
  end: number;
  entries: Entry[];
}

/**
 * @param source valid TOML
 * @param path of a value that is none of an element of an array
 * @param value as TOML writes it
 */
export function setTomlValue(source: string, path: readonly [string, ...string[]], value: string): string {
  const sections = new Reader(source).sections();
  const entries = sections.flatMap((section) => (section.isElement ? [] : section.entries));
  const known = entries.find((entry) => isSame(entry.path, path));
  if (known !== undefined) return source.slice(0, known.value.from) + value + source.slice(known.value.to);

  const insert = (at: number, text: string) => source.slice(0, at) + text + source.slice(at);
  const newline = source.includes("\r\n") ? "\r\n" : "\n";
  const table = path.slice(0, -1);
  const own = `${toKey([path.at(-1)!])} = ${value}`;

  const inline = entries.find((entry) => entry.brace !== undefined && isSame(entry.path, table));
  if (inline !== undefined) return insert(...intoInlineTable(source, inline, { entries, own }));

  const section = sections.findLast(
    (known) => !known.isElement && isSame(known.path, table) && (table.length > 0 || known.entries.length > 0),
  );
  if (section !== undefined) return insert(lineEnd(source, section.end), `${newline}${own}`);
  if (table.length === 0) return insert(0, `${own}${newline}`);

  const sibling = sections[0].entries.findLast((entry) => isSame(entry.path.slice(0, -1), table));
  if (sibling !== undefined) return insert(lineEnd(source, sibling.value.to), `${newline}${toKey(path)} = ${value}`);

  const begin = source === "" ? "" : source.endsWith("\n") ? newline : `${newline}${newline}`;
  return `${source}${begin}[${toKey(table)}]${newline}${own}${newline}`;
}

function intoInlineTable(
  source: string,
  { path, value, brace = value.to }: Entry,
  { entries, own }: { entries: readonly Entry[]; own: string },
): [number, string] {
  const inner = entries.filter((entry) => entry.path.length > path.length && isSame(entry.path.slice(0, path.length), path));
  if (inner.length > 0) return [Math.max(...inner.map(({ value: { to } }) => to)), `, ${own}`];
  return [brace, source[brace - 1] === " " ? `${own} ` : ` ${own} `];
}

/** A comment stays with the line it stands on. */
function lineEnd(source: string, from: number): number {
  const newline = source.indexOf("\n", from);
  if (newline < 0) return source.length;
  return source[newline - 1] === "\r" ? newline - 1 : newline;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

function toKey(path: readonly string[]): string {
  return path.map((part) => (/^[\w-]+$/.test(part) ? part : JSON.stringify(part))).join(".");
}

/** Reads where things stand. What is no TOML is read as something or other, and ends all the same. */
class Reader {
  readonly #source: string;
  #at = 0;
  #entries: Entry[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  sections(): [Section, ...Section[]] {
    const sections: [Section, ...Section[]] = [{ path: [], isElement: false, end: 0, entries: [] }];
    let section: Section = sections[0];
    for (;;) {
      this.#skip();
      if (this.#at >= this.#source.length) return sections;
      if (this.#source[this.#at] === "[") {
        section = this.#header();
        sections.push(section);
        continue;
      }
      this.#entries = section.entries;
      this.#entry(section.path);
      section.end = this.#at;
    }
  }

  #header(): Section {
    const isElement = this.#source[this.#at + 1] === "[";
    this.#at += isElement ? 2 : 1;
    const path = this.#key();
    this.#at += isElement ? 2 : 1;
    return { path, isElement, end: this.#at, entries: [] };
  }

  /** `key = value`; the offset is behind it then. */
  #entry(table: readonly string[]): void {
    const path = [...table, ...this.#key()];
    this.#at++;
    this.#skip();
    const entry: Entry = { path, value: { from: this.#at, to: this.#at } };
    this.#entries.push(entry);
    if (this.#source[this.#at] === "{") {
      this.#list("}", () => this.#entry(path));
      entry.brace = this.#at - 1;
    } else this.#value();
    entry.value.to = this.#at;
  }

  #key(): string[] {
    const parts: string[] = [];
    do {
      if (this.#source[this.#at] === ".") this.#at++;
      this.#skip();
      const from = this.#at;
      if (/["']/.test(this.#source[this.#at] ?? "")) {
        this.#string();
        parts.push(unquoted(this.#source.slice(from, this.#at)));
      } else {
        this.#to(/[^\w-]/g);
        parts.push(this.#source.slice(from, this.#at));
      }
      this.#skip();
    } while (this.#source[this.#at] === ".");
    return parts;
  }

  #value(): void {
    const first = this.#source[this.#at] ?? "";
    if (first === '"' || first === "'") this.#string();
    else if (first === "[") this.#list("]", () => this.#value());
    else if (first === "{") this.#list("}", () => (this.#key(), this.#at++, this.#skip(), this.#value()));
    else {
      const from = this.#at;
      this.#to(/[,\]}#\r\n]/g);
      this.#at = from + this.#source.slice(from, this.#at).trimEnd().length;
    }
  }

  #list(close: string, element: () => void): void {
    this.#at++;
    for (;;) {
      this.#skip();
      const next = this.#source[this.#at];
      if (next === undefined) return;
      if (next === close || next === ",") this.#at++;
      else element();
      if (next === close) return;
    }
  }

  #string(): void {
    const quote = this.#source[this.#at]!;
    const long = quote.repeat(3);
    const close = this.#source.startsWith(long, this.#at) ? long : quote;
    this.#at += close.length;
    while (this.#at < this.#source.length && !this.#source.startsWith(close, this.#at))
      this.#at += quote === '"' && this.#source[this.#at] === "\\" ? 2 : 1;
    this.#at += close.length;
    // One or two quotes before the closing three belong to the text.
    for (let more = 0; close === long && more < 2 && this.#source[this.#at] === quote; more++) this.#at++;
  }

  /** Over space, newlines and comments. */
  #skip(): void {
    const blank = /(?:[\s\ufeff]|#[^\n]*)*/y;
    blank.lastIndex = this.#at;
    blank.test(this.#source);
    this.#at = blank.lastIndex;
  }

  /** To the next of these characters, or the end. */
  #to(border: RegExp): void {
    border.lastIndex = this.#at;
    this.#at = border.exec(this.#source)?.index ?? this.#source.length;
  }
}

function unquoted(key: string): string {
  if (key.startsWith("'")) return key.slice(1, -1);
  try {
    return String(JSON.parse(key));
  } catch {
    // An escape that only TOML knows.
    return key;
  }
}

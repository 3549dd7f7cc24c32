import type { StyleName } from "../theme/style-name.ts";
import { appendBreak, appendRun, type Run } from "./run.ts";

/**
 * What is known of the text behind: nothing (`more`), that there is none (`end`), or nothing, but what is open is to look as if it were
 * closed at the end (`open`).
 */
export type Behind = "more" | "end" | "open";

export interface Inline {
  runs: Run[];
  /** How much of the text is decided, whatever comes; the whole unless there is more. */
  length: number;
}

export interface InlineContext {
  behind: Behind;
  /** Of all the text. */
  styles?: readonly StyleName[];
  /** The character before. */
  before?: string;
}

/**
 * How far something that is opened may be from what closes it, in characters. What is not closed by then is text: so at most as much has
 * to wait, and reading takes time in proportion to the text.
 */
const REACH = 400;

/** What does not mean itself, or may not. */
const special = /[\\`*_~[!<&h\n]/g;

/** Emphasis, code, links and addresses in a line of Markdown; what is nothing of the kind is text, HTML too. Newlines end rows. */
export function parseInline(text: string, context: InlineContext): Inline {
  const { behind, styles = [], before = "" } = context;
  const runs: Run[] = [];
  let at = 0;
  while (at < text.length) {
    special.lastIndex = at;
    const next = special.exec(text)?.index ?? text.length;
    appendRun(runs, text.slice(at, next), styles);
    at = next;
    if (at === text.length) break;
    const found = readers[text[at]!]!({ text, at, behind, styles, before: at === 0 ? before : text[at - 1]! });
    if (found === "undecided") return { runs, length: at };
    for (const run of found.runs)
      if (run.text === "\n") appendBreak(runs);
      else appendRun(runs, run.text, run.styles);
    at += found.length;
  }
  return { runs, length: at };
}

interface Place {
  text: string;
  at: number;
  behind: Behind;
  styles: readonly StyleName[];
  before: string;
}

type Reader = (place: Place) => Inline | "undecided";

const readers: Readonly<Record<string, Reader>> = {
  "\\": readEscape,
  "`": readCode,
  "*": readEmphasis,
  _: readEmphasis,
  "~": readEmphasis,
  "[": (place) => readLink(place, 0),
  "!": (place) => {
    const next = place.text[place.at + 1];
    if (next === undefined && place.behind === "more") return "undecided";
    return next === "[" ? readLink(place, 1) : plain(place, 1);
  },
  "<": readAutolink,
  "&": readEntity,
  h: readAddress,
  "\n": () => ({ runs: [{ text: "\n", styles: [] }], length: 1 }),
};

function plain({ text, at, styles }: Place, length: number): Inline {
  return { runs: [{ text: text.slice(at, at + length), styles }], length };
}

/** What is not closed is text, as soon as it is known that it is not. */
function notClosed(place: Place, length: number): Inline | "undecided" {
  return place.behind === "more" && place.text.length - place.at < REACH ? "undecided" : plain(place, length);
}

function readEscape(place: Place): Inline | "undecided" {
  const next = place.text[place.at + 1];
  if (next === undefined && place.behind === "more") return "undecided";
  if (next === "\n") return { runs: [], length: 1 };
  return next !== undefined && punctuation.test(next) ? { runs: [{ text: next, styles: place.styles }], length: 2 } : plain(place, 1);
}

function readCode(place: Place): Inline | "undecided" {
  const { text, at, behind, styles } = place;
  const marks = runLength(text, at);
  const within = text.slice(at, at + REACH);
  const close = within.length > marks ? closeOfCode(within, marks, behind) : undefined;
  const code = [...styles, "code"] as const;
  if (close !== undefined) return { runs: [{ text: codeText(within.slice(marks, close)), styles: code }], length: close + marks };
  if (behind === "open") return { runs: [{ text: codeText(text.slice(at + marks)), styles: code }], length: text.length - at };
  return notClosed(place, marks);
}

/** Where a run of exactly as many marks begins. */
function closeOfCode(within: string, marks: number, behind: Behind): number | undefined {
  for (let at = within.indexOf("`", marks); at !== -1;) {
    const length = runLength(within, at);
    const grows = at + length === within.length && (behind === "more" || within.length === REACH);
    if (length === marks && !grows) return at;
    at = within.indexOf("`", at + length);
  }
  return undefined;
}

function codeText(text: string): string {
  const line = text.replaceAll("\n", " ");
  return line.startsWith(" ") && line.endsWith(" ") && line.trim() !== "" ? line.slice(1, -1) : line;
}

const looks: Readonly<Record<string, Readonly<Partial<Record<number, readonly StyleName[]>>>>> = {
  "*": { 1: ["italic"], 2: ["bold"], 3: ["bold", "italic"] },
  _: { 1: ["italic"], 2: ["bold"], 3: ["bold", "italic"] },
  "~": { 2: ["strike"] },
};

function readEmphasis(place: Place): Inline | "undecided" {
  const { text, at, behind, styles, before } = place;
  const mark = text[at]!;
  const marks = runLength(text, at);
  const after = text[at + marks];
  if (after === undefined && marks < REACH) {
    if (behind === "more") return "undecided";
    // What the next letter makes the beginning of something need not be seen before.
    if (behind === "open") return { runs: [], length: marks };
  }
  const look = looks[mark]![marks];
  if (look === undefined || after === undefined || !opens(mark, before, after)) return plain(place, marks);

  const within = text.slice(at, at + REACH);
  const inner = { behind: "end", styles: [...styles, ...look.filter((style) => !styles.includes(style))], before: mark } as const;
  const close = closeOfEmphasis(within, { mark, marks, behind });
  if (close !== undefined) return { runs: parseInline(within.slice(marks, close), inner).runs, length: close + marks };
  if (behind === "open") return { runs: parseInline(text.slice(at + marks), { ...inner, behind }).runs, length: text.length - at };
  return notClosed(place, marks);
}

/** Where the marks begin that close what begins at 0; not those in code or behind a backslash. */
function closeOfEmphasis(within: string, { mark, marks, behind }: { mark: string; marks: number; behind: Behind }): number | undefined {
  for (let at = marks; at < within.length;) {
    const here = within[at]!;
    if (here === "\\") at += 2;
    else if (here === "`") {
      const length = runLength(within, at);
      const close = closeOfCode(within.slice(at), length, "end");
      at += close === undefined ? length : close + length;
    } else if (here === mark) {
      const length = runLength(within, at);
      const after = within[at + length];
      if (after === undefined && (behind === "more" || within.length === REACH)) return undefined;
      // `**a *b***` closes both.
      const fits = length === marks || (length === 3 && marks < 3);
      if (fits && closes(mark, within[at - 1]!, after ?? "")) return at + length - marks;
      at += length;
    } else at++;
  }
  return undefined;
}

const punctuation = /^[!-/:-@[-`{-~]$/;
const anyPunctuation = /^[\p{P}\p{S}]$/u;
const isBlank = (character: string): boolean => character === "" || /^\s$/.test(character);
const isWord = (character: string): boolean => !isBlank(character) && !anyPunctuation.test(character);

function opens(mark: string, before: string, after: string): boolean {
  if (isBlank(after) || (!isWord(after) && isWord(before))) return false;
  return mark !== "_" || !isWord(before);
}

function closes(mark: string, before: string, after: string): boolean {
  if (isBlank(before) || (!isWord(before) && isWord(after))) return false;
  return mark !== "_" || !isWord(after);
}

/** `[text](address "title")`; an image has a mark more before it. An address that the text does not tell stands behind it. */
function readLink(place: Place, marks: 0 | 1): Inline | "undecided" {
  const { text, at, styles } = place;
  const within = text.slice(at, at + REACH);
  const close = closeOf(within, marks, "[]");
  const next = close === undefined ? undefined : within[close + 1];
  const end = close !== undefined && next === "(" ? closeOf(within, close + 1, "()") : undefined;
  if (close === undefined || end === undefined)
    return next === undefined || next === "(" ? notClosed(place, marks + 1) : plain(place, marks + 1);

  const label = within.slice(marks + 1, close);
  const address = addressIn(within.slice(close + 2, end));
  const { runs } = parseInline(label, { behind: "end", styles: [...styles, "link"], before: "[" });
  const told = label === "" || address === "" || sameAddress(label, address);
  if (label === "") appendRun(runs, address, [...styles, "link"]);
  else if (!told) runs.push({ text: ` (${address})`, styles: [...styles, "dim"] });
  return { runs, length: end + 1 };
}

/** Where the bracket at `from` is closed. */
function closeOf(text: string, from: number, [open, close]: string | readonly string[]): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === open) depth++;
    else if (text[at] === close && --depth === 0) return at;
  }
  return undefined;
}

function addressIn(text: string): string {
  const address = text.trim().replace(/\s+(?:"[^]*"|'[^]*'|\([^]*\))$/, "");
  return (/^<([^<>]*)>$/.exec(address)?.[1] ?? address).replaceAll("\n", "");
}

function sameAddress(label: string, address: string): boolean {
  const bare = (text: string): string => text.replace(/^(?:https?:\/\/|mailto:)/, "").replace(/\/$/, "");
  return bare(label.replaceAll("`", "")) === bare(address);
}

function readAutolink(place: Place): Inline | "undecided" {
  const { text, at, behind, styles } = place;
  const within = text.slice(at, at + REACH);
  const found = /^<((?:https?|ftp|mailto):[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>/.exec(within);
  if (found !== null) return { runs: [{ text: found[1]!, styles: [...styles, "link"] }], length: found[0].length };
  const begun = /^<[\w.+:@/?&=#%~-]*$/.test(within);
  return begun && behind === "more" ? notClosed(place, 1) : plain(place, 1);
}

const entities: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&nbsp;": " " };

function readEntity(place: Place): Inline | "undecided" {
  const { text, at, behind, styles } = place;
  const found = /^&#?\w{2,4};/.exec(text.slice(at, at + 7))?.[0] ?? "";
  const meant = entities[found];
  if (meant !== undefined) return { runs: [{ text: meant, styles }], length: found.length };
  return behind === "more" && /^&#?\w{0,4}$/.test(text.slice(at)) ? "undecided" : plain(place, 1);
}

/** An address that stands in the text as it is. */
function readAddress(place: Place): Inline | "undecided" {
  const { text, at, behind, styles, before } = place;
  if (isWord(before)) return plain(place, 1);
  const within = text.slice(at, at + REACH);
  const begun = ["https://", "http://"].some((scheme) => scheme.startsWith(within));
  if (begun) return behind === "more" ? "undecided" : plain(place, 1);
  const found = /^https?:\/\/[^\s<>`|]+/.exec(within)?.[0];
  if (found === undefined) return plain(place, 1);
  if (found.length === text.length - at && found.length < REACH && behind === "more") return "undecided";
  const address = withoutEnd(found);
  if (address.endsWith("://")) return plain(place, 1);
  return { runs: [{ text: address, styles: [...styles, "link"] }], length: address.length };
}

/** A full stop behind an address, and the bracket it stands in, are not of it. */
function withoutEnd(address: string): string {
  const short = address.replace(/[.,;:!?'"*_~\]]+$/, "");
  const opened = short.split("(").length;
  return short.endsWith(")") && short.split(")").length > opened ? withoutEnd(short.slice(0, -1)) : short;
}

/** Of equal characters; more than can mean anything are not counted. */
function runLength(text: string, at: number): number {
  let end = at;
  while (text[end] === text[at] && end - at < REACH) end++;
  return end - at;
}

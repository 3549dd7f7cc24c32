import { findPrivateKeys, MAX_BLOCK_CHARS } from "./private-key.ts";
import type { Marked } from "./redactor.ts";
import { MAX_MATCH_CHARS, type Shape } from "./shapes.ts";
import { unite } from "./span.ts";

export interface RedactedStream {
  /** Takes a piece and gives out what is certain by then. Held back is only what may be the beginning of a secret. */
  push(piece: string): string;
  /** The rest. Nothing may be pushed after it. */
  end(): string;
}

export interface StreamOptions {
  find(text: string): Marked[];
  apply(text: string, found: Marked[]): string;
  shapes: readonly Shape[];
  /** Where the end of a text may be the beginning of a known value. */
  beginning(text: string): number;
}

/** No secret is longer: what lies further back is certain. */
const MAX_HELD_CHARS = Math.max(MAX_MATCH_CHARS, MAX_BLOCK_CHARS + 1000);
/** Characters before a secret that decide whether it is one: a header's or a variable's name. */
const CONTEXT_CHARS = 600;

export function streamThrough({ find, apply, shapes, beginning }: StreamOptions): RedactedStream {
  const anchors = [...new Set(shapes.flatMap((shape) => shape.anchors))];
  const endings = endingsOf([...anchors, "-----begin "]);
  /** Given out already, and kept for what its end says of what follows. */
  let context = "";
  let held = "";
  /** The text that must come before anything held can be given out; pieces without it are only added. */
  let awaits: string | undefined;

  function giveOut(until: number): string {
    const text = context + held;
    const from = context.length;
    const found = unite(find(text)).filter((span) => span.to > from);
    // A secret that goes on behind the cut is not cut in two.
    const cut = found.reduce((at, span) => (span.from < at && span.to > at ? Math.max(span.from, from) : at), from + until);
    const ready = found
      .filter((span) => span.to <= cut)
      .map((span) => ({ ...span, from: Math.max(span.from, from) - from, to: span.to - from }));
    const out = apply(held.slice(0, cut - from), ready);
    context = text.slice(Math.max(0, cut - CONTEXT_CHARS), cut);
    held = text.slice(cut);
    return out;
  }

  return {
    push(piece) {
      held += piece;
      if (awaits !== undefined && held.length <= MAX_HELD_CHARS * 2 && !piece.includes(awaits)) return "";
      awaits = undefined;
      const { until, waitsFor } = certain(held);
      if (held.length - until > MAX_HELD_CHARS * 2) return giveOut(held.length - MAX_HELD_CHARS);
      awaits = waitsFor;
      return until === 0 ? "" : giveOut(until);
    },
    end: () => giveOut(held.length),
  };

  /** How much of a text nothing that follows can change. */
  function certain(text: string): { until: number; waitsFor?: string } {
    const known = beginning(text);
    if (shapes.length === 0) return { until: known };
    const lower = text.toLowerCase();
    const block = openBlock(text, lower);
    if (block !== undefined) return { until: Math.min(known, block) };
    const line = lower.lastIndexOf("\n") + 1;
    const tail = lower.slice(line);
    const first = Math.min(...anchors.map((anchor) => tail.indexOf(anchor)).filter((at) => at >= 0));
    if (first < tail.length)
      return { until: Math.min(known, line + wordAt(tail, first)), ...(known === text.length && { waitsFor: "\n" }) };
    for (let length = Math.min(endings.longest, tail.length); length > 0; length--) {
      if (endings.texts.has(tail.slice(-length))) return { until: Math.min(known, text.length - length) };
    }
    return { until: known };
  }
}

/** Where a private key begins of which more may follow. */
function openBlock(text: string, lower: string): number | undefined {
  const at = lower.lastIndexOf("-----begin ");
  if (at < 0) return undefined;
  const rest = text.slice(at);
  if (!rest.includes("\n")) return at;
  const span = findPrivateKeys(rest)[0];
  if (span?.from !== 0 || /-----END [^-]{0,60}-----$/.test(rest.slice(Math.max(0, span.to - 80), span.to))) return undefined;
  return span.to >= rest.lastIndexOf("\n") || shortLastLine.test(rest.slice(span.to)) ? at : undefined;
}

/** The last line of a key may be too short to look like one before its end has come: what may be that, and the beginning of the end. */
const shortLastLine = /^\n[\s\d:|+>-]{0,20}[A-Za-z0-9+/]{1,20}={0,2}["',\\]{0,3}\s*[^\n]{0,80}$/;

/** Where the word begins that the character at `index` is in: no secret's name has white space in it. */
function wordAt(text: string, index: number): number {
  let from = index;
  while (from > 0 && index - from < 300 && !/\s/.test(text[from - 1]!)) from--;
  return from;
}

/** Every proper beginning of the texts. */
function endingsOf(texts: readonly string[]): { texts: ReadonlySet<string>; longest: number } {
  const all = new Set(texts.flatMap((text) => Array.from({ length: text.length - 1 }, (_, index) => text.slice(0, index + 1))));
  return { texts: all, longest: Math.max(0, ...texts.map(({ length }) => length - 1)) };
}

/** Puts marks in the place of secrets: of values that are known, and of what looks like a secret. */
import { KnownValues } from "./known-values.ts";
import { markOf } from "./mark.ts";
import { findPrivateKeys, linesOfKey } from "./private-key.ts";
import { canBeSecret } from "./secret-names.ts";
import type { Shape } from "./shapes.ts";
import { type Span, unite } from "./span.ts";
import { type RedactedStream, streamThrough } from "./stream.ts";

export interface KnownSecret {
  /** What a mark calls it: lower-case letters, digits and dashes. */
  kind: string;
  value: string;
}

export interface RedactorOptions {
  /** Secrets that are known from the start. */
  values: readonly KnownSecret[];
  /** What others look like; none replaces known values only. */
  shapes: readonly Shape[];
  /** Makes the digits of the marks; asked for at the first one. */
  key(): string;
}

export interface Redactor {
  /** The text without secrets. What is found by its look is known from then on, and found in every form. */
  redact(text: string): string;
  /** Replaces only what is known by now: for texts of a model's own, which must be able to write what only looks like a secret. */
  redactKnown(text: string): string;
  /** Replaces only what was known from the start: whatever the order of events was, the same text stays the same. */
  redactGiven(text: string): string;
  /** A stream of text in pieces of any size; the pieces come out as `redact`, or as `redactKnown`, would have left the whole. */
  stream(mode?: "all" | "known"): RedactedStream;
  /** A model has written this itself: what looks like a secret in it is not hidden from it later, unless it is a known one. */
  exempt(text: string): void;
}

/** Values that are kept of those found by their look. */
const MAX_LEARNED = 100;
const MAX_EXEMPT = 1000;

export function createRedactor({ values, shapes, key }: RedactorOptions): Redactor {
  const given = new KnownValues(values);
  const learned = new KnownValues([], MAX_LEARNED);
  const exempt = new Set<string>();
  const marks = new Map<string, string>();

  function mark(kind: string, secret: string): string {
    const known = marks.get(secret);
    if (known !== undefined) return known;
    const made = markOf(kind, secret, key());
    marks.set(secret, made);
    return made;
  }

  function findKnown(text: string): Marked[] {
    const found = [...given.find(text), ...learned.find(text)];
    return found.map(({ from, to, kind, value }) => ({ from, to, kind, mark: mark(kind, value) }));
  }

  function findAll(text: string): Marked[] {
    const found = findKnown(text);
    for (const span of unite(findShapes(text, shapes))) {
      const secret = text.slice(span.from, span.to);
      if (exempt.has(secret) && !given.has(secret)) continue;
      found.push({ ...span, mark: mark(span.kind, normalise(span.kind, secret)) });
      learn(span.kind, secret);
    }
    return found;
  }

  function learn(kind: string, secret: string): void {
    if (kind === "private-key") for (const value of linesOfKey(secret)) learned.add({ kind, value, plain: true });
    else if (canBeSecret(secret) && secret.length <= 1000) learned.add({ kind, value: secret });
  }

  return {
    redact: (text) => apply(text, findAll(text)),
    redactKnown: (text) => apply(text, findKnown(text)),
    redactGiven: (text) =>
      apply(
        text,
        given.find(text).map((span) => ({ ...span, mark: mark(span.kind, span.value) })),
      ),
    stream: (mode = "all") =>
      streamThrough({
        find: mode === "all" ? findAll : findKnown,
        apply,
        shapes: mode === "all" ? shapes : [],
        beginning: (text) => Math.min(given.beginning(text), learned.beginning(text)),
      }),
    exempt(text) {
      for (const { from, to } of findShapes(text, shapes)) {
        if (exempt.size >= MAX_EXEMPT) return;
        const secret = text.slice(from, to);
        if (!learned.has(secret)) exempt.add(secret);
      }
    },
  };
}

export interface Marked extends Span {
  mark: string;
}

function apply(text: string, found: Marked[]): string {
  if (found.length === 0) return text;
  let redacted = "";
  let at = 0;
  for (const { from, to, mark } of unite(found)) {
    redacted += text.slice(at, from) + mark;
    at = to;
  }
  return redacted + text.slice(at);
}

function findShapes(text: string, shapes: readonly Shape[]): Span[] {
  if (shapes.length === 0) return [];
  const lower = text.toLowerCase();
  const spans = lower.includes("private key") ? findPrivateKeys(text) : [];
  for (const { kind, anchors, pattern, accepts } of shapes) {
    if (!anchors.some((anchor) => lower.includes(anchor))) continue;
    for (const match of text.matchAll(pattern)) {
      const kept = match[1]?.length ?? 0;
      const secret = match[0].slice(kept);
      if (!secret.startsWith("[redacted:") && (accepts?.(secret, match.groups?.["name"] ?? "") ?? true))
        spans.push({ from: match.index + kept, to: match.index + match[0].length, kind });
    }
  }
  return spans;
}

/** A key is the same with line numbers before its lines. */
function normalise(kind: string, secret: string): string {
  return kind === "private-key" ? linesOfKey(secret).join("") || secret : secret;
}

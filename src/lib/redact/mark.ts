import { createHmac } from "node:crypto";

/** What stands in the place of a secret: its kind, and six hexadecimal digits that are the same for the same secret. */
const mark = /\[redacted:[a-z][a-z0-9-]*:[0-9a-f]{6}\]/g;

/**
 * The mark of a secret. The digits are a keyed hash: without `key` they say nothing of a secret that could be guessed, and with it
 * they are the same in every process, so that a model sees that two secrets are one.
 */
export function markOf(kind: string, secret: string, key: string): string {
  return `[redacted:${kind}:${createHmac("sha256", key).update(secret).digest("hex").slice(0, 6)}]`;
}

/** The marks in a text, each once. */
export function marksIn(text: string): string[] {
  return [...new Set(text.match(mark))];
}

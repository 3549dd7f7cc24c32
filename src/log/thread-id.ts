/**
 * Ids of threads: 9 characters of the time in milliseconds and 6 at random, in Crockford's base 32, lower case.
 * They sort by time until the year 3084, are safe as file names and have no letters that look alike.
 */
import { randomBytes } from "node:crypto";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const threadId = /^[0-9a-hjkmnp-tv-z]{15}$/;

export function newThreadId(atMs: number): string {
  let time = "";
  for (let rest = atMs, digit = 0; digit < 9; digit++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32]! + time;
  const random = [...randomBytes(6)].map((byte) => alphabet[byte % 32]!).join("");
  return time + random;
}

export function isThreadId(text: string): boolean {
  return threadId.test(text);
}

/** Of the live output of a command only what a person can see at once is kept. */
const MAX_CHARS = 8 * 1024;

/** What a command has printed last, whatever it has printed in all. */
export function appendTail(tail: string, text: string): string {
  if (text.length >= MAX_CHARS) return text.slice(-MAX_CHARS);
  const whole = tail + text;
  // Cut rarely: each cut copies.
  return whole.length > 2 * MAX_CHARS ? whole.slice(-MAX_CHARS) : whole;
}

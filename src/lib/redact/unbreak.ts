/** A text without its line ends, and where its characters stood. */
export interface Unbroken {
  text: string;
  /** The place in the original of the character at `index`. */
  at(index: number): number;
}

/** What `base64`, `openssl` and `xxd -p` print: a full line of an encoding, and more of it on the next. */
const broken = /(?<=[A-Za-z0-9+/_-]{20})\r?\n[A-Za-z0-9+/_-]/;

/** Undefined when no encoded text in it is broken into lines. */
export function unbreak(original: string): Unbroken | undefined {
  if (!broken.test(original)) return undefined;
  /** For each line end: its length in the original up to there, and the place after it in the new text. */
  const ends: { removed: number; at: number }[] = [];
  let removed = 0;
  const text = original.replaceAll(/\r?\n/g, (end, at: number) => {
    removed += end.length;
    ends.push({ removed, at: at + end.length - removed });
    return "";
  });
  return {
    text,
    at(index) {
      let low = 0;
      let high = ends.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ends[middle]!.at <= index) low = middle + 1;
        else high = middle;
      }
      return index + (ends[low - 1]?.removed ?? 0);
    },
  };
}

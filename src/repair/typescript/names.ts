/**
 * Whether one name says what the other says, and more: `reserve` and `reserveStock`, `findBySku` and `find`.
 * That is how names change when code is refactored; a slip of the finger is the spelling fix's business.
 */
export function extendsName(a: string, b: string): boolean {
  const [short, long] = [wordsOf(a), wordsOf(b)].sort((x, y) => x.length - y.length) as [string[], string[]];
  if (short.length === long.length) return false;
  const same = (words: readonly string[]) => words.every((word, index) => word === short[index]);
  return same(long.slice(0, short.length)) || same(long.slice(-short.length));
}

/** How many words the names have in common, small ones not counted: two for `isAbortError` and `looksLikeAbortError`. */
export function sharedWords(a: string, b: string): number {
  const words = new Set(wordsOf(a));
  return wordsOf(b).filter((word) => word.length > 3 && words.has(word)).length;
}

function wordsOf(name: string): string[] {
  return name
    .split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_$]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

export interface Phrase {
  exec(text: string): RegExpExecArray | null;
  test(text: string): boolean;
  /** Every match; of a pattern that is global. */
  all(text: string): RegExpExecArray[];
}

/**
 * A pattern that is tried only on texts that have one of `words`, in lower case, without which it cannot match.
 * Patterns are compiled when they are first tried, which is most of what reading one message costs.
 */
export function phrase(words: readonly string[], pattern: RegExp): Phrase {
  const may = (text: string): boolean => {
    const lower = text.toLowerCase();
    return words.some((word) => lower.includes(word));
  };
  return {
    exec: (text) => (may(text) ? pattern.exec(text) : null),
    test: (text) => may(text) && pattern.test(text),
    all: (text) => (may(text) ? [...text.matchAll(pattern)] : []),
  };
}

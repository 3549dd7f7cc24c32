/** What people say of work that makes right what was wrong. */
const MENDS =
  /\b(?:fix(?:e[sd]|ing)?|bug(?:s|fix\w*)?|regressions?|mend(?:s|ed|ing)?|repair(?:s|ed|ing)?|resolv(?:e[sd]?|ing)|broken|crash(?:es|ed)?|wrong(?:ly)?|incorrect(?:ly)?|fehler\w*|beheb\w*|behoben|reparier\w*)\b/i;

/** Whether the task, or the message that ends it, speaks of something that was wrong. */
export function saysMends(...texts: readonly string[]): boolean {
  return texts.some((text) => MENDS.test(text));
}

/** What stands behind a command as the words of a command line: quotes keep spaces together. */
export function wordsOf(argument: string): string[] {
  const words: string[] = [];
  for (const [, double, single, bare] of argument.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)) words.push(double ?? single ?? bare ?? "");
  return words;
}

/** Words by which people ask for what fails to be made to pass. */
const WORDS =
  /\b(?:fix|mend|repair|solve|resolve|debug|correct|unbreak|green|pass|passes|passing|fail|fails|failed|failing|failures?|broken|bugs?|regression|reparier\w*|beheb\w*|korrigier\w*|fehler\w*|grün|kaputt\w*)\b/i;

export function asksToMend(task: string): boolean {
  return WORDS.test(task);
}

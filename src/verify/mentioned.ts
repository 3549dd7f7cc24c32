/** Named pieces of text that may mention each other: the scripts of a package, the rules of a Makefile. */
export interface Pieces {
  texts: ReadonlyMap<string, string>;
  /** Names that a piece's text mentions; those that are none do not matter. Rather too many than too few. */
  mentions(name: string, text: string): readonly string[];
}

/** The pieces that are reached from those of `start`, each once, with their names, in the order in which they are reached. */
export function gatherMentioned(start: readonly string[], { texts, mentions }: Pieces): string {
  const reached = new Set(start);
  const lines: string[] = [];
  for (const name of reached) {
    const text = texts.get(name);
    if (text === undefined) continue;
    lines.push(`${name}: ${text}`);
    for (const next of mentions(name, text)) reached.add(next);
  }
  return lines.join("\n");
}

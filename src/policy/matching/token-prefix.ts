/** Folders of the system's programs: `/usr/bin/git` is `git`, `./git` may be anything. */
const systemFolder = /^\/(?:usr\/(?:local\/)?)?s?bin\/$|^\/opt\/homebrew\/bin\/$/;

/**
 * Whether a command begins with these tokens. `maybe`: it could, but for a word that only the shell knows, or a program of that name
 * that lies elsewhere. An allowing rule needs `yes`; of a strict one, `maybe` is enough to ask.
 */
export function matchesPrefix(tokens: readonly (readonly string[])[], words: readonly (string | null)[]): "yes" | "maybe" | "no" {
  let certain = true;
  for (const [place, alternatives] of tokens.entries()) {
    const word = words[place];
    // What the last word becomes may be several words.
    if (word === undefined) return place > 0 && words[place - 1] === null ? "maybe" : "no";
    if (word === null) certain = false;
    else if (!alternatives.includes(word)) {
      if (place > 0 || !alternatives.includes(baseName(word))) return "no";
      if (!systemFolder.test(word.slice(0, word.length - baseName(word).length))) certain = false;
    }
  }
  return certain ? "yes" : "maybe";
}

/** Whether a command begins with exactly these tokens, its program called by the name or path that is listed. */
export function isListed(tokens: readonly (readonly string[])[], words: readonly string[]): boolean {
  return tokens.every((alternatives, place) => alternatives.includes(words[place] ?? "\0"));
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}

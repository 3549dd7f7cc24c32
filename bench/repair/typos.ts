/** A slip of the finger: two letters swapped, one left out, doubled or wrong. Never in the first letter. */
export function misspell(name: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (name.length - 2));
  const letter = name.charAt(at);
  const next = name.charAt(at + 1);
  switch (Math.floor(random() * 4)) {
    case 0:
      if (letter !== next) return name.slice(0, at) + next + letter + name.slice(at + 2);
      return name.slice(0, at) + name.slice(at + 1);
    case 1:
      return name.slice(0, at) + name.slice(at + 1);
    case 2:
      return name.slice(0, at) + letter + name.slice(at);
    default:
      return name.slice(0, at) + (letter === "e" ? "r" : "e") + name.slice(at + 1);
  }
}

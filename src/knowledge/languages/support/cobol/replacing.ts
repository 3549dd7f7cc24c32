import type { Token } from "./tokens.ts";

/** One pair of `COPY … REPLACING`, each operand of one word. */
interface Replacement {
  from: string;
  to: string;
  place: "whole" | "leading" | "trailing" | "tag";
}

/** The pairs after `REPLACING`. Pairs of more than one word change code, not names; they are left out. */
export function replacements(tokens: readonly Token[]): Replacement[] {
  const found: Replacement[] = [];
  let place: Replacement["place"] = "whole";
  let at = 0;
  const operand = (): string | undefined => {
    if (tokens[at]?.text !== "==") return wordOf(tokens[at++]);
    let close = at + 1;
    while (close < tokens.length && tokens[close]!.text !== "==") close++;
    const [word, more] = tokens.slice(at + 1, Math.min(close, at + 3));
    at = close + 1;
    return more === undefined ? wordOf(word) : undefined;
  };
  while (at < tokens.length) {
    const { text } = tokens[at]!;
    if (text === "LEADING" || text === "TRAILING") {
      place = text === "LEADING" ? "leading" : "trailing";
      at++;
      continue;
    }
    const from = operand();
    if (tokens[at]?.text === "BY") {
      at++;
      const to = operand();
      if (from !== undefined && to !== undefined) found.push({ from, to, place: /^:.+:$/.test(from) ? "tag" : place });
    }
    place = "whole";
  }
  return found;
}

const wordOf = (token: Token | undefined): string | undefined => (token?.kind === "word" ? token.text : undefined);

/** What the copybook itself calls the name that the program uses, when a replacement could have made it. */
export function nameBefore(name: string, { from, to, place }: Replacement): string | undefined {
  if (place === "whole") return name === to ? from : undefined;
  if (place === "leading") return name.startsWith(to) ? from + name.slice(to.length) : undefined;
  if (place === "trailing") return name.endsWith(to) ? name.slice(0, -to.length) + from : undefined;
  const at = `-${name}-`.indexOf(`-${to}-`);
  return at === -1 ? undefined : name.slice(0, at) + from + name.slice(at + to.length);
}

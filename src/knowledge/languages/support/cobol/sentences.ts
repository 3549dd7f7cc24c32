import type { Token } from "./tokens.ts";

/** What ends with a period; a COPY and an EXEC block are cut out of the sentence that they stand in. */
export interface Sentence {
  kind: "plain" | "copy" | "exec";
  tokens: Token[];
}

export function* sentences(tokens: readonly Token[]): Generator<Sentence> {
  const lastEndExec = tokens.findLastIndex(({ text }) => text === "END-EXEC");
  let plain: Token[] = [];
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at]!;
    const special = token.kind !== "word" ? undefined : token.text === "COPY" ? "copy" : token.text === "EXEC" ? "exec" : undefined;
    if (special !== undefined) {
      const end = special === "copy" ? endOfCopy(tokens, at) : endOfExec(tokens, { start: at, last: lastEndExec });
      // What is copied may end the sentence: what follows it is not known to go on with what came before it.
      if (special === "copy" && plain.length > 0) {
        yield { kind: "plain", tokens: plain };
        plain = [];
      }
      yield { kind: special, tokens: tokens.slice(at + 1, end) };
      // The COPY that ended one without a period is the next.
      at = special === "copy" && tokens[end]?.kind === "word" ? end : end + 1;
      continue;
    }
    if (token.kind === "end") {
      if (plain.length > 0) yield { kind: "plain", tokens: plain };
      plain = [];
    } else plain.push(token);
    at++;
  }
  if (plain.length > 0) yield { kind: "plain", tokens: plain };
}

/** The period after it; one within pseudo-text is the text's own. */
function endOfCopy(tokens: readonly Token[], start: number): number {
  let inPseudoText = false;
  for (let at = start + 1; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.text === "==") inPseudoText = !inPseudoText;
    else if (inPseudoText) continue;
    else if (token.kind === "end") return at;
    // Without its period it is taken to end before the next one.
    else if (token.kind === "word" && token.text === "COPY") return at;
  }
  return tokens.length;
}

/** Without its END-EXEC it is taken to end with the sentence, so that what follows is not lost. */
function endOfExec(tokens: readonly Token[], { start, last }: { start: number; last: number }): number {
  let at = start + 1;
  while (at < tokens.length && (last < start ? tokens[at]!.kind !== "end" : tokens[at]!.text !== "END-EXEC")) at++;
  return at;
}

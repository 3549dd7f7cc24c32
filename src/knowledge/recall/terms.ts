import { splitName } from "../../lib/word-parts.ts";
import { stem } from "./stem.ts";

/** What a text is found by: stems of its words, of compound names both the whole and the parts; words that say nothing are left out. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const [word] of text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    const whole = word.toLowerCase();
    const parts = splitName(word);
    if (parts.length > 1) terms.push(whole);
    for (const part of parts.length > 1 ? parts : [whole]) {
      const term = stem(part.toLowerCase());
      if (term.length > 1 && !empty.has(part.toLowerCase())) terms.push(term);
    }
  }
  return terms;
}

/** Words of questions and sentences that are in every text. */
const empty: ReadonlySet<string> = new Set(
  (
    "a about after again all also am an and any anybody anything are as at be because been before being but by can could did do does doing done " +
    "don down each else ever every few for from get gets getting go goes going gone got had has have having he her here him his how however i if in " +
    "into is isn it its itself just kind let ll made make makes many may maybe me might more most much must my need needs no nor not nothing now of off on once one " +
    "only onto or other others our out over own please put rather re s same say says see seen shall she should since so some somebody something " +
    "still such t than that the their them then there these they thing things this those though through to too under until up upon us use used " +
    "uses using ve very want wants was way we well were what when where whether which while who whom whose why will with within without won would yet you your"
  ).split(" "),
);

import { splitName } from "../../lib/word-parts.ts";
import { stem } from "./stem.ts";

/** What a text is found by: stems of its words, of compound names both the whole and the parts; words that say nothing are left out. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const [word] of withoutAccents(text).matchAll(/[\p{L}\p{N}]+/gu)) {
    let known = termsOfWord.get(word);
    if (known === undefined) {
      if (termsOfWord.size >= MAX_KNOWN) termsOfWord.clear();
      termsOfWord.set(word, (known = toTerms(word)));
    }
    terms.push(...known);
  }
  return terms;
}

/** Texts have few words that differ. */
const termsOfWord = new Map<string, readonly string[]>();
const MAX_KNOWN = 20_000;

function toTerms(word: string): string[] {
  const whole = word.toLowerCase();
  const parts = splitName(word);
  if (parts.length <= 1) return isEmpty(whole) ? [] : [stem(whole)];
  const inside = parts.map((part) => part.toLowerCase()).filter((part) => !isEmpty(part));
  return [whole, ...inside.map(stem)];
}

function isEmpty(word: string): boolean {
  return word.length < 2 || empty.has(word);
}

function withoutAccents(text: string): string {
  return /^\p{ASCII}*$/u.test(text) ? text : text.normalize("NFKD").replaceAll(/\p{M}/gu, "");
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

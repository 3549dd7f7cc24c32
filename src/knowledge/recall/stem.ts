/**
 * The stem of an English word in lower case, by Porter's algorithm (M. F. Porter, "An algorithm for suffix stripping", 1980):
 * `connection`, `connected` and `connecting` are `connect`. Words with anything but a to z stay as they are.
 */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  return [plurals, pastAndGerund, finalY, doubleSuffixes, suffixes, lastSuffixes, tidy].reduce((stemmed, step) => step(stemmed), word);
}

const CONSONANT = "(?:[^aeiouy]|(?<![^aeiou])y)";
const VOWEL = "(?:[aeiou]|(?<=[^aeiou])y)";
const hasVowel = new RegExp(VOWEL);
const doubled = /([^aeiouylsz])\1$/;
const shortEnd = new RegExp(`${CONSONANT}${VOWEL}(?:[^aeiouwxy])$`);
const changes = new RegExp(`${VOWEL}+${CONSONANT}+`, "g");

/** How often vowels are followed by consonants: `tr` 0, `trouble` 1, `troubles` 2. */
function measure(text: string): number {
  return text.match(changes)?.length ?? 0;
}

function plurals(word: string): string {
  if (word.endsWith("sses") || word.endsWith("ies")) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

function pastAndGerund(word: string): string {
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const base = /^(.+)(?:ed|ing)$/.exec(word)?.[1];
  if (base === undefined || !hasVowel.test(base)) return word;
  if (/(?:at|bl|iz)$/.test(base)) return `${base}e`;
  if (doubled.test(base)) return base.slice(0, -1);
  return measure(base) === 1 && shortEnd.test(base) ? `${base}e` : base;
}

function finalY(word: string): string {
  return word.endsWith("y") && hasVowel.test(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word;
}

const double: Readonly<Record<string, string>> = {
  ational: "ate",
  tional: "tion",
  enci: "ence",
  anci: "ance",
  izer: "ize",
  abli: "able",
  alli: "al",
  entli: "ent",
  eli: "e",
  ousli: "ous",
  ization: "ize",
  ation: "ate",
  ator: "ate",
  alism: "al",
  iveness: "ive",
  fulness: "ful",
  ousness: "ous",
  aliti: "al",
  iviti: "ive",
  biliti: "ble",
};
const single: Readonly<Record<string, string>> = { icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" };

const doubleSuffixes = (word: string): string => exchange(word, double);
const suffixes = (word: string): string => exchange(word, single);

/** The longest suffix of the table, when enough is left before it. */
function exchange(word: string, table: Readonly<Record<string, string>>): string {
  const suffix = Object.keys(table)
    .filter((known) => word.endsWith(known))
    .sort((a, b) => b.length - a.length)[0];
  if (suffix === undefined) return word;
  const base = word.slice(0, -suffix.length);
  return measure(base) > 0 ? base + table[suffix]! : word;
}

const last = /^(.+?)(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|(?<=[st])ion|ou|ism|ate|iti|ous|ive|ize)$/;

function lastSuffixes(word: string): string {
  const base = last.exec(word)?.[1];
  return base !== undefined && measure(base) > 1 ? base : word;
}

function tidy(word: string): string {
  let tidied = word;
  if (tidied.endsWith("e")) {
    const base = tidied.slice(0, -1);
    if (measure(base) > 1 || (measure(base) === 1 && !shortEnd.test(base))) tidied = base;
  }
  return tidied.endsWith("ll") && measure(tidied) > 1 ? tidied.slice(0, -1) : tidied;
}

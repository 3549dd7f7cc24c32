import { synonymsOf } from "./synonyms.ts";
import { termsOf } from "./terms.ts";

/** A text that can be recalled. */
export interface Recallable {
  title: string;
  body: string;
  paths: readonly string[];
}

export interface Recalled<T> {
  item: T;
  /** Higher is better; of one question only. */
  score: number;
  /** Which of the question's words, weighed by how rare they are, were met: 0 to 1. */
  coverage: number;
}

export interface RecallIndex<T> {
  /** What a question, or any text, is about: best first. */
  recall(question: string, limit: number): Recalled<T>[];
}

/** What a word counts in each field, as BM25F has it (S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework", 2009). */
const weights = [2.5, 0.7, 0.6] as const;
const K1 = 1.2;
const B = 0.6;
/** What a word counts that is only meant by the one that was asked for, and one that only begins like it. */
const SYNONYM = 0.6;
const PREFIX = 0.6;
const MIN_PREFIX = 4;

/**
 * An index in memory: of 2,000 texts it takes less time to make than to open a database of them, and is never out of date.
 * Asked questions are in other words than what they ask for, so synonyms and beginnings of words count, too, but less.
 */
export function createRecallIndex<T extends Recallable>(items: readonly T[]): RecallIndex<T> {
  const fields = items.map(({ title, body, paths }) => [termsOf(title), termsOf(body), termsOf(paths.join(" "))] as const);
  /** Terms of a field, of the items that have it: that most have no body does not make a short body a long one. */
  const average = weights.map((_, field) => {
    const lengths = fields.map((terms) => terms[field]!.length).filter((length) => length > 0);
    return lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  });
  /** term → item → how much of it there is, by field and length. */
  const postings = new Map<string, Map<number, number>>();
  for (const [item, terms] of fields.entries())
    for (const [field, weight] of weights.entries()) {
      const share = weight / (1 - B + (B * terms[field]!.length) / average[field]!);
      for (const term of terms[field]!) {
        let list = postings.get(term);
        if (list === undefined) postings.set(term, (list = new Map()));
        list.set(item, (list.get(item) ?? 0) + share);
      }
    }
  const vocabulary = [...postings.keys()].sort();
  const idf = (term: string) => {
    const holding = postings.get(term)?.size ?? 0;
    return Math.log(1 + (items.length - holding + 0.5) / (holding + 0.5));
  };

  /** The words that one word of a question may stand for, and what each counts. */
  function variants(term: string): Map<string, number> {
    const found = new Map<string, number>();
    const add = (word: string, weight: number) => {
      if (postings.has(word) && (found.get(word) ?? 0) < weight) found.set(word, weight);
    };
    for (const word of beginningWith(term, vocabulary)) add(word, PREFIX);
    for (let length = MIN_PREFIX; length < term.length; length++) if (length >= term.length - 3) add(term.slice(0, length), PREFIX);
    for (const word of synonymsOf(term)) add(word, SYNONYM);
    add(term, 1);
    return found;
  }

  return {
    recall(question, limit) {
      const scores = new Map<number, { score: number; met: number }>();
      let sought = 0;
      for (const term of new Set(termsOf(question))) {
        const words = variants(term);
        // A word that nothing holds says nothing about which text is meant.
        if (words.size === 0) continue;
        const rarity = Math.max(...[...words.keys()].map((word) => idf(word) * words.get(word)!));
        sought += rarity;
        const best = new Map<number, number>();
        for (const [word, weight] of words) {
          const value = weight * idf(word);
          for (const [item, amount] of postings.get(word)!) best.set(item, Math.max(best.get(item) ?? 0, (value * amount) / (K1 + amount)));
        }
        for (const [item, score] of best) {
          const sum = scores.get(item);
          if (sum === undefined) scores.set(item, { score, met: Math.min(rarity, score) });
          else {
            sum.score += score;
            sum.met += Math.min(rarity, score);
          }
        }
      }
      return [...scores]
        .map(([item, { score, met }]) => ({ item: items[item]!, score, coverage: sought === 0 ? 0 : met / sought }))
        .sort((a, b) => b.score - a.score)
        .slice(0, limit);
    },
  };
}

/** Longer words of a sorted list that begin like this one, if it is long enough to mean them. */
function* beginningWith(term: string, vocabulary: readonly string[]): Generator<string> {
  if (term.length < MIN_PREFIX) return;
  let [low, high] = [0, vocabulary.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (vocabulary[middle]! < term) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < vocabulary.length && vocabulary[at]!.startsWith(term); at++) if (vocabulary[at] !== term) yield vocabulary[at]!;
}

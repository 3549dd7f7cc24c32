/** What a round in which checks failed has come to. */
export interface Failed {
  /** Hash of the tree that was judged. */
  tree: string;
  /** What failed, in words that are the same when it is the same: tests where runners name them, else checks. */
  failing: ReadonlySet<string>;
}

/**
 * How long failing checks go back to the model: as long as something changes, and not more than so many times in a row without less failing
 * than ever before. Fewer failures count anew, which comes to an end with them.
 */
export class Rounds {
  readonly #max: number;
  #withoutProgress = 0;
  #least = Infinity;
  #last: Failed | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  /** Whether the model gets another round. */
  goOn({ tree, failing }: Failed): boolean {
    const last = this.#last;
    this.#last = { tree, failing };
    if (failing.size < this.#least) this.#withoutProgress = 0;
    this.#least = Math.min(this.#least, failing.size);
    if (last?.tree === tree && isSame(last.failing, failing)) return false;
    return this.#withoutProgress++ < this.#max;
  }
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && a.isSubsetOf(b);
}

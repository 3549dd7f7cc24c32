import { type Form, formsOf } from "./forms.ts";
import { MIN_SECRET_CHARS } from "./secret-names.ts";
import type { Span } from "./span.ts";
import { unbreak } from "./unbreak.ts";

export interface SecretValue {
  /** What a mark calls it: lower-case letters, digits and dashes. */
  kind: string;
  value: string;
  /** Looked for as it is only: for the many lines of a key. */
  plain?: true;
}

export interface KnownSpan extends Span {
  /** The value itself, whatever form was found. */
  value: string;
}

const START_CHARS = 6;

/** Values that are found wherever they stand, in every form of `forms.ts`. Shorter ones than `MIN_SECRET_CHARS` are left out. */
export class KnownValues {
  readonly #known = new Map<string, SecretValue>();
  readonly #max: number;
  #index: Index | undefined;

  /** Of more than `max` values the first ones are kept. */
  constructor(values: readonly SecretValue[], max = Infinity) {
    this.#max = max;
    for (const value of values) this.add(value);
  }

  add(secret: SecretValue): void {
    const value = secret.value.trim();
    if (value.length < MIN_SECRET_CHARS || this.#known.has(value) || this.#known.size >= this.#max) return;
    this.#known.set(value, { ...secret, value });
    this.#index = undefined;
  }

  has(value: string): boolean {
    return this.#known.has(value);
  }

  find(text: string): KnownSpan[] {
    if (this.#known.size === 0) return [];
    const index = this.#indexed();
    const spans = scan(text, index);
    const unbroken = unbreak(text);
    if (unbroken === undefined) return spans;
    const apart = scan(unbroken.text, index).filter(({ breaks }) => breaks);
    return [...spans, ...apart.map((span) => ({ ...span, from: unbroken.at(span.from), to: unbroken.at(span.to - 1) + 1 }))];
  }

  /** Where the end of `text` may be the beginning of a value; its length when it is not. */
  beginning(text: string): number {
    if (this.#known.size === 0) return text.length;
    const { byStart, forms, longest } = this.#indexed();
    for (let from = Math.max(0, text.length - longest); from < text.length; from++) {
      const candidates = text.length - from < START_CHARS * 2 ? forms : byStart.get(text.slice(from, from + START_CHARS));
      if (candidates === undefined) continue;
      const tail = text.slice(from);
      const unbroken = tail.replaceAll(/\r?\n|\r$/g, "");
      if (candidates.some(({ text: form, breaks }) => form.startsWith(breaks ? unbroken : tail) && unbroken !== "")) return from;
    }
    return text.length;
  }

  #indexed(): Index {
    return (this.#index ??= indexOf([...this.#known.values()]));
  }
}

interface KnownForm extends Form {
  kind: string;
  value: string;
}

interface Index {
  /** Finds the first characters of every form: the rest is compared, which costs less than a pattern of all of it. */
  starts: RegExp;
  /** The longest first: of values that begin alike it must be the one that is hidden. */
  byStart: ReadonlyMap<string, KnownForm[]>;
  forms: KnownForm[];
  /** Characters of the longest form, with its line ends. */
  longest: number;
}

function indexOf(secrets: readonly SecretValue[]): Index {
  const forms = secrets
    .flatMap(({ kind, value, plain }) =>
      (plain === true ? [{ text: value, breaks: false }] : formsOf(value)).map((form) => ({ ...form, kind, value })),
    )
    .sort((a, b) => b.text.length - a.text.length);
  const byStart = Map.groupBy(forms, ({ text }) => text.slice(0, START_CHARS));
  return {
    starts: new RegExp([...byStart.keys()].map((start) => start.replaceAll(/[^A-Za-z0-9_]/g, String.raw`\$&`)).join("|"), "g"),
    byStart,
    forms,
    longest: Math.max(...forms.map(({ text, breaks }) => (breaks ? Math.ceil(text.length * 1.1) + 4 : text.length))),
  };
}

function scan(text: string, { starts, byStart }: Index): (KnownSpan & { breaks: boolean })[] {
  const spans: (KnownSpan & { breaks: boolean })[] = [];
  starts.lastIndex = 0;
  for (let match = starts.exec(text); match !== null; match = starts.exec(text)) {
    const from = match.index;
    const found = byStart.get(match[0])?.find((form) => text.startsWith(form.text, from));
    starts.lastIndex = from + (found?.text.length ?? 1);
    if (found !== undefined) spans.push({ from, to: starts.lastIndex, kind: found.kind, value: found.value, breaks: found.breaks });
  }
  return spans;
}

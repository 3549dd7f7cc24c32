import { blocksOf } from "./blocks.ts";
import { pathPattern } from "./paths.ts";

/**
 * A part of a sentence between commas, colons, dashes and brackets. Code and names of files stand in `text` as `⟦0⟧`, quotations as `⟦⟧`.
 */
export interface Clause {
  /** The sentence as it was written, for people. */
  sentence: string;
  text: string;
  /** The rest of the sentence, from this clause on. */
  rest: string;
  codes: readonly string[];
  /** The whole message: what it names. */
  message: string;
  /** Somebody doubts, plans, wishes, supposes or tells what was before. */
  hedged: boolean;
  /** The message admits that something fails, was left out or could not be done. */
  admits: boolean;
}

/** They take back what the whole sentence says, from the last "but" before them on. */
const DOUBTS =
  /\b(?:should(?:n['’]t)?|would(?:n['’]t)?|could(?:n['’]t)?|might|may|perhaps|maybe|probably|likely|presumably|hopefully|expect(?:s|ed|ing)?|assum(?:e|es|ed|ing|ption)|apparently|seem(?:s|ed|ingly)?|appears?|believe|think|guess|suspect|unless|whether|once|if|until|cannot|can['’]t|unable|not able|wasn['’]t able|didn['’]t (?:get|manage|have)|not (?:yet |been |actually |fully )?(?:run|ran|verified|tested|checked|confirmed|executed|able|possible)|haven['’]t|has(?:n['’]t| not)|unclear|uncertain|unsure|not sure|unknown|unverified|untested|unconfirmed|except|excepting|apart from|other than|aside from|excluding|barring|beyond|claim(?:s|ed)?|said|says|told|you asked|asked (?:me|that|for|to|whether)|instruct\w*|suppos\w+|ought|simulat\w+|in theory|theoretically|in principle|pretend\w*|provided|as long as|in case|please|let me|i['’]ll|i will|we['’]ll|will|going to|sollten?|könnten?|würden?|vermutlich|wahrscheinlich|falls|wenn|bitte|konnten?|vielleicht|e\.g\.|for example|for instance)\b/i;

/** They take back the clause they stand in. */
const PLANS =
  /\b(?:want(?:s|ed)?|plan(?:s|ned)?|try|tries|tried|trying|attempt\w*|aim(?:s|ed)?|intend\w*|needs?|needed|must|have to|has to|to-?do|next|later|before|previously|originally|initially|formerly|used to|earlier|yet|can|when|whenever|so that|in order|make sure|makes sure|ensur\w+|recommend\w*|suggest\w*|ideally|ready to|where|how|why|example|instead of|rather than|noch|vorher|zuvor)\b/i;

const QUALIFIES = /\b(?:fail(?:s|ing|ures?)?|skipped|could ?n[o'’]t|cannot|can['’]t|unable|not run|not verified|untested|except)\b/i;
const NOTHING_FAILS =
  /\b(?:0|no|zero|without(?: any)?|not? (?:a )?single)(?: new| more| other| remaining)? (?:[\w-]+ )?(?:fail(?:ed|ures?|ing|s)?|errors?|warnings?|issues?|problems?|skipped|regressions?|failing tests?)\b|\b(?:previously|formerly|once)[- ](?:failing|broken|failed)\b|\bfixed\b[^.;]{0,60}\bfailing\b/gi;

/** The clauses of a message that say something as a fact, or may. */
export function clausesOf(message: string): Clause[] {
  const blocks = blocksOf(message);
  const prose = blocks.map(({ text }) => text).join("\n");
  const admits = QUALIFIES.test(withoutDenials(prose, () => ""));
  return blocks.filter(({ planned }) => !planned).flatMap(({ text }) => sentencesOf(text, { message: prose, admits }));
}

function sentencesOf(block: string, whole: { message: string; admits: boolean }): Clause[] {
  const codes: string[] = [];
  const keep = (code: string): string => `⟦${codes.push(code) - 1}⟧`;
  const text = block
    .replaceAll(/(`+)([^`]|[^`].*?[^`])\1(?!`)/g, (_, _ticks, code: string) => keep(code.trim()))
    .replaceAll(/!?\[([^[\]]*)\]\([^()\s]*\)/g, "$1")
    .replaceAll(/"[^"]{0,400}"|“[^”]{0,400}”|«[^»]{0,400}»|„[^“”]{0,400}[“”]/g, "⟦⟧")
    .replaceAll(/\*\*|__|~~/g, "")
    .replaceAll(/(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])/g, "")
    .replaceAll(pathPattern, keep);
  return text.split(/(?<=[.!?…])\s+(?=[^a-z\s])/).flatMap((sentence) => clausesIn(sentence, codes, whole));
}

function clausesIn(sentence: string, codes: readonly string[], whole: { message: string; admits: boolean }): Clause[] {
  if (/\?\s*$/.test(sentence)) return [];
  const written = sentence
    .replaceAll(/⟦(\d+)⟧/g, (_, index: string) => `\`${codes[Number(index)] ?? ""}\``)
    .replaceAll("⟦⟧", "…")
    .trim();
  const parts = sentence.split(/;\s*|,?\s+\b(?:but|however|though|although|yet|aber)\b,?\s+/i);
  return parts.flatMap((part, index) => {
    // What comes after a "but" qualifies what stands before it.
    const qualifying = withoutDenials(parts.slice(index).join(" "), () => "");
    const doubted = DOUBTS.test(qualifying);
    let at = 0;
    return part.split(/(?<=,)\s+|\s+[–—-]+\s+|(?<=:)\s+|[()]/).map((clause): Clause => {
      const from = part.indexOf(clause, at);
      at = from + clause.length;
      const text = clause.replace(/^[\s✅✓✔☑🎉🟢*•-]+(?=[\w⟦])/u, "").trim();
      const hedged = doubted || PLANS.test(withoutDenials(text, () => ""));
      return { sentence: written, text, rest: part.slice(from), codes, message: whole.message, hedged, admits: whole.admits };
    });
  });
}

/** Puts something else where it is said that nothing fails. */
function withoutDenials(text: string, instead: (match: string) => string): string {
  // Most texts speak of nothing that could fail, and the pattern costs more than any other.
  const may = /fail|broken|error|warning|issue|problem|skipped|regression/i.test(text);
  return may ? text.replaceAll(NOTHING_FAILS, instead) : text;
}

/** Whether a "not" stands before the end of what was matched: it may be what is denied. */
export function negated({ text }: Clause, end: number): boolean {
  return /\b(?:not(?! only)|never|neither|nor|none|no longer|without|hardly|barely|fails? to|failed to|nicht|keine?r?|no tests?)\b|n['’]t\b/i.test(
    withoutDenials(text, (match) => "0".repeat(match.length)).slice(0, end),
  );
}

/** The codes that a text names, in order. */
export function codesIn(text: string, codes: readonly string[]): string[] {
  return [...text.matchAll(/⟦(\d+)⟧/g)].map(([, index]) => codes[Number(index)] ?? "");
}

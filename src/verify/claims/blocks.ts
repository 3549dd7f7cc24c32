/** One line of thought in a Markdown message, without its markers: a paragraph, an item of a list, a row of a table, a heading. */
export interface Block {
  text: string;
  /** It stands under words such as "Next steps" or "You can:", or is a box that is not ticked. */
  planned: boolean;
}

/** Headings and lead-ins under which nothing is told as done. */
const PLANNING =
  /\b(?:next|to-?dos?|remaining|left to|still to|how to|to (?:verify|test|run|check|reproduce|use|try|confirm|see)|you (?:can|could|may|should|need)|usage|plan|suggest\w*|recommend\w*|should|would|expected|expect|could ?n[o']t|cannot|can['’]t|unable|not (?:yet |been )?(?:done|verified|run|tested|checked|included|covered)|n['’]t|untested|unverified|before|previous(?:ly)?|originally|problem|root cause|caveats?|limitations?|follow-?ups?|steps? to|if you|open|questions?|symptoms?|repro\w*|example|optional|ideas?|nächste|noch zu|offen)\b/i;

/** Code, quotations and comments are left out. A message that is JSON is read by its strings. */
export function blocksOf(message: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let underHeading = false;
  let underLead = false;
  let fence: string | undefined;
  const flush = (): void => {
    if (paragraph.length === 0) return;
    const text = paragraph.join(" ");
    blocks.push({ text, planned: underHeading || underLead });
    underLead = /:\W*$/.test(text) && PLANNING.test(text);
    paragraph = [];
  };
  for (const line of withoutComments(proseOf(message)).split(/\r?\n/)) {
    const mark = /^\s*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined;
      continue;
    }
    if (mark !== undefined) {
      flush();
      fence = mark;
      continue;
    }
    const heading = /^\s{0,3}#{1,6}\s+(.*?)#*\s*$/.exec(line)?.[1] ?? /^\s*\*\*([^*]+?):?\*\*:?\s*$/.exec(line)?.[1];
    if (heading !== undefined) {
      flush();
      underHeading = PLANNING.test(heading);
      underLead = false;
      blocks.push({ text: heading, planned: underHeading });
      continue;
    }
    if (/^\s*$/.test(line)) {
      flush();
      continue;
    }
    // A quotation, a rule, and code that is indented.
    if (
      /^\s*>/.test(line) ||
      /^\s*(?:[-*_]\s*){3,}$/.test(line) ||
      (paragraph.length === 0 && /^(?: {4}|\t)(?!\s*(?:[-*+]|\d+[.)])\s)/.test(line))
    ) {
      flush();
      continue;
    }
    const item = /^\s*(?:[-*+•]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/.exec(line);
    if (item !== null) {
      const lead: boolean = underLead;
      flush();
      underLead ||= lead;
      const [, box, text = ""] = item;
      if (box === " ") blocks.push({ text, planned: true });
      else paragraph = [text];
      // What belongs to one item says nothing of the next.
      if (paragraph.length > 0 && underLead) {
        blocks.push({ text, planned: true });
        paragraph = [];
      }
      continue;
    }
    if (/^\s*\|.*\|\s*$/.test(line)) {
      flush();
      const cells = line.split("|").map((cell) => cell.trim());
      if (!cells.every((cell) => /^:?-*:?$/.test(cell)))
        blocks.push({ text: cells.filter((cell) => cell !== "").join(" — "), planned: underHeading });
      continue;
    }
    if (paragraph.length === 0) underLead = false;
    paragraph.push(line.trim());
  }
  flush();
  return blocks;
}

function withoutComments(text: string): string {
  return text.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "").replaceAll(/<\/?[a-z][a-z0-9-]{0,20}(?:\s[^<>\n]{0,200})?>/gi, "");
}

function proseOf(message: string): string {
  if (!/^\s*[{[]/.test(message)) return message;
  try {
    return stringsIn(JSON.parse(message)).join("\n\n");
  } catch {
    return message;
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

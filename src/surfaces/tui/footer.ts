import { dollarsOf } from "./messages/numbers.ts";
import { turnTexts } from "./messages/turn.ts";
import type { Language } from "./messages/catalogue.ts";
import { type Line, lineOf, type Span, span, widthOf } from "./text/line.ts";
import { truncate } from "./text/truncate.ts";

export interface Footer {
  /** `provider/model`; undefined before it is known. */
  model: string | undefined;
  mode: string;
  /** What the thread has cost; `unknown` when some of it has no price. */
  cost: { usd: number; unknown: boolean };
  /** Undefined without one. */
  budgetUsd: number | undefined;
  /** Tokens of the last request, of how many a model takes; undefined as long as one of them is not known. */
  context: { tokens: number; limit: number } | undefined;
  /** Commands that run in the background. */
  jobs: number;
  /** Prompts that wait. */
  queued: number;
  /** What Esc and Ctrl-C do now. */
  hint: "interrupt" | "interrupting" | "leave" | "leaveNow" | "goBack";
}

export interface FooterLook {
  columns: number;
  language: Language;
}

/** Below the caret no row may wrap when the screen gets narrower before it is drawn anew. */
const MAX_COLUMNS = 100;
const SEPARATOR = " · ";

/** One row. What has no room is left out, the least important first. */
export function footerLine(facts: Footer, { columns, language }: FooterLook): Line {
  const width = Math.max(1, Math.min(columns - 1, MAX_COLUMNS));
  let parts = partsOf(facts, language);
  while (parts.length > 1 && widthOf(joined(parts)) > width) {
    const least = parts.reduce((one, other) => (other.rank > one.rank ? other : one));
    parts =
      least.short === undefined ? parts.filter((part) => part !== least) : parts.map((part) => (part === least ? shortened(part) : part));
  }
  return truncate(joined(parts), width);
}

/** In the order they are shown; those of the highest rank go first. */
interface Part {
  text: Span;
  rank: number;
  /** What stands in its place when there is less room, and how important that is. */
  short?: { text: Span; rank: number };
}

function partsOf({ model, mode, cost, budgetUsd, context, jobs, queued, hint }: Footer, language: Language): Part[] {
  const texts = turnTexts[language];
  const parts: Part[] = [];
  if (model !== undefined) {
    const name = model.slice(model.indexOf("/") + 1);
    parts.push({ text: span(model, "dim"), rank: 8, ...(name !== model && { short: { text: span(name, "dim"), rank: 6 } }) });
  }
  parts.push({ text: span(mode, "accent"), rank: 1 });
  if (cost.usd > 0 || cost.unknown || budgetUsd !== undefined) {
    const spent = cost.unknown ? (cost.usd === 0 ? texts.unknownCost : `>${dollarsOf(cost.usd, language)}`) : dollarsOf(cost.usd, language);
    const near = budgetUsd !== undefined && cost.usd >= budgetUsd * NEAR;
    const style = near ? "warn" : "dim";
    const short = { text: span(spent, style), rank: 3 };
    if (budgetUsd === undefined) parts.push({ text: short.text, rank: 3 });
    else parts.push({ text: span(texts.cost(spent, dollarsOf(budgetUsd, language)), style), rank: 7, short });
  }
  if (context !== undefined && context.tokens > 0) {
    const percent = Math.round((context.tokens / context.limit) * 100);
    parts.push({ text: span(texts.context(percent), percent >= NEAR * 100 ? "warn" : "dim"), rank: percent >= NEAR * 100 ? 2 : 5 });
  }
  if (jobs > 0) parts.push({ text: span(texts.jobs(jobs), "dim"), rank: 4 });
  if (queued > 0) parts.push({ text: span(texts.queued(queued), "dim"), rank: 2 });
  parts.push({ text: span(texts.hints[hint], hint === "leaveNow" ? "warn" : "dim"), rank: hint === "leave" ? 9 : 0 });
  return parts;
}

/** From this part of it on, something is nearly used up. */
const NEAR = 0.8;

function shortened({ short }: Part): Part {
  return { ...short! };
}

function joined(parts: readonly Part[]): Line {
  return lineOf(...parts.flatMap(({ text }, index) => (index === 0 ? [text] : [span(SEPARATOR, "dim"), text])));
}

import { countOf, secondsOf } from "../messages/numbers.ts";
import { turnTexts } from "../messages/turn.ts";
import type { Block } from "../state/block.ts";
import { type Line, lineOf, span } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import type { BlockLook } from "./look.ts";
import { changeRows, firstOf, heldReasons, markedRows, textRows } from "./rows.ts";

type Of<Type extends Block["type"]> = Extract<Block, { type: Type }>;

/** What a person should know, from outside of the thread. */
export function noticeLines(text: string, columns: number): Line[] {
  return text.split("\n").flatMap((line) => markedRows(span("·", "warn"), [span(line, "warn")], columns));
}

export function threadLines({ thread, model, sandbox, how }: Of<"thread">, { columns, language }: BlockLook): Line[] {
  const parts = [`${turnTexts[language][how]} ${thread}`, model, sandbox].join(" · ");
  return textRows(parts, { width: columns, style: "dim" });
}

/** Nobody waited for what was quicker. */
const NOTICEABLE_MS = 1_000;

/** That the model has thought, and how that begins. */
export function reasoningLines({ text, ms }: Of<"reasoning">, { columns, language }: BlockLook): Line[] {
  const first = text.trim().split("\n", 1)[0]!;
  const thought = turnTexts[language].thought(ms < NOTICEABLE_MS ? "" : secondsOf(ms, language));
  const head = lineOf(span("· ", "dim"), span(`${thought}: `, "reasoning"), span(first, "reasoning"));
  return [truncate(head, columns)];
}

/** One line: what the model is told stands in the log. */
export function sentBackLines({ text }: Of<"sent-back">, { columns, language }: BlockLook): Line[] {
  const first = text.trim().split("\n", 1)[0]!;
  return [truncate(lineOf(span("· ", "warn"), span(`${turnTexts[language].sentBack}: `, "warn"), span(first, "dim")), columns)];
}

/** A line for each, without the words that they are introduced with. */
export function remindedLines({ text }: Of<"reminded">, { columns, language }: BlockLook): Line[] {
  const heading = span(`${turnTexts[language].reminded}: `, "dim");
  const told = text.trim().split("\n").slice(1);
  return told.map((line) => truncate(lineOf(span("· ", "dim"), heading, span(line.replace(/^- /, ""), "dim")), columns));
}

export function askedLines({ text, answer }: Of<"asked">, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  const told = answer === undefined ? [span(texts.unanswered, "dim")] : [span(`${texts.answered}: `, "dim"), answer];
  return [...markedRows(span("?", "accent"), [text], columns), ...markedRows(span(" "), told, columns)];
}

export function retryLines({ message, delayMs }: Of<"retry">, { columns, language }: BlockLook): Line[] {
  const again = turnTexts[language].again(secondsOf(delayMs, language));
  return markedRows(span("·", "warn"), [span(message, "warn"), span(`; ${again}`, "dim")], columns);
}

export function compactedLines({ how, tokens }: Of<"compacted">, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  const sizes = texts.compacted(countOf(tokens.before, language), countOf(tokens.after, language));
  return markedRows(span("·", "warn"), [span(sizes, "warn"), span(`; ${texts.compactedHow[how]}`, "dim")], columns);
}

const MAX_CHANGES = 8;

/** What was taken back or brought again, and what was left as it is. */
export function returnedLines({ kind, changes, total, conflicts }: Of<"returned">, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  const width = columns - 2;
  const rows = [
    ...changeRows(changes, { total, most: MAX_CHANGES, width, texts }),
    ...firstOf(heldReasons(conflicts, { width, tell: texts.leftAsIs }), MAX_CHANGES, texts.more),
  ];
  return [...markedRows(span("±", "accent"), [texts[kind](total)], columns), ...rows.map((row) => [span("  "), ...row])];
}

export function acceptedLines({ finding, by }: Of<"accepted">, { columns, language }: BlockLook): Line[] {
  return markedRows(span("✓", "dim"), [turnTexts[language].accepted(finding, by)], columns);
}

export function budgetLines({ budget }: Of<"budget">, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  return [...markedRows(span("✗", "error"), [span(texts.budget[budget], "error")], columns), ...next(texts.budgetNext, columns)];
}

export function failedLines({ error }: Of<"failed">, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  const { message, code, at, hint } = error;
  const [first = "", ...others] = message.split("\n");
  const more = [...others, ...(at === undefined ? [] : [texts.at(at)]), ...(hint === undefined ? [] : [hint])].join("\n");
  return [
    ...markedRows(span("✗", "error"), [span(first, "error"), span(` [${code}]`, "dim")], columns),
    ...(more === "" ? [] : firstOf(textRows(more, { width: columns, indent: 2 }), MAX_ERROR_ROWS, texts.more)),
    ...next(texts.failedNext, columns),
  ];
}

const MAX_ERROR_ROWS = 16;

export function interruptedLines({ reason }: Of<"interrupted">, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  const why = reason === "" ? [] : [span(`: ${reason}`, "dim")];
  return [...markedRows(span("✗", "warn"), [span(texts.interrupted, "warn"), ...why], columns), ...next(texts.interruptedNext, columns)];
}

function next(text: string, columns: number): Line[] {
  return textRows(text, { width: columns, indent: 2, style: "dim" });
}

import { diffOfPatch, sizeOf, type Diff } from "../diff/diff.ts";
import { diffLines } from "../diff/diff-lines.ts";
import { diffTexts } from "../messages/diff.ts";
import { turnTexts } from "../messages/turn.ts";
import type { CallBlock } from "../state/block.ts";
import { type Line, lineOf, type Span, span } from "../text/line.ts";
import { callMark, callTitle } from "./call-title.ts";
import type { BlockLook } from "./look.ts";
import { changeRows, firstOf, heldRows, oneRow, secondsOf, textRows } from "./rows.ts";
import { outputRows } from "./output-rows.ts";

const MAX_DIFF_ROWS = 12;
const MAX_OUTPUT_ROWS = 6;
/** Of a person's own command: they have run it to see this. */
const MAX_OWN_ROWS = 40;
const MAX_CHANGES = 4;
/** Nobody waited for what was quicker. */
const SLOW_MS = 1_000;

/** One line; below it what a person would ask for at once, and nothing else. */
export function callLines(call: CallBlock, look: BlockLook): Line[] {
  // What such a call did is told by itself: the plan, the answer.
  if (call.effect === "none" && call.outcome === "ok") return [];
  const diff = diffOf(call);
  const head = lineOf(callMark(call, call.outcome), " ", ...callTitle(call, look));
  return [oneRow(head, { notes: notesOf(call, diff, look), width: look.columns }), ...detailsOf(call, diff, look)];
}

/** From the most important. */
function notesOf(call: CallBlock, diff: Diff | undefined, { language }: BlockLook): Span[] {
  const texts = turnTexts[language];
  const notes: Span[] = [];
  const exit = exitOf(call);
  if (call.outcome === "denied") notes.push(span(texts.denied, "error"));
  else if (call.outcome === "failed") notes.push(span(exit === undefined ? texts.failed : texts.exit(exit), "error"));
  if (call.held.length > 0) notes.push(span(texts.held(call.held.length), "warn"));
  if (diff !== undefined && diff.missing === 0) {
    const { added, removed } = sizeOf(diff);
    notes.push(span(`+${added} -${removed}`, "dim"));
  } else if (call.totalChanges > 0) notes.push(span(texts.files(call.totalChanges), "dim"));
  if (call.ms >= SLOW_MS) notes.push(span(secondsOf(call.ms), "dim"));
  return notes;
}

function detailsOf(call: CallBlock, diff: Diff | undefined, look: BlockLook): Line[] {
  const { columns, language, highlighter } = look;
  const texts = turnTexts[language];
  const width = columns - INDENT;
  const rows: Line[] = [];
  if (call.denial !== undefined)
    rows.push(...firstOf(textRows(`${call.denial.reason} (${call.denial.rule})`, { width, style: "dim" }), 4, texts.more));
  else if (call.kind === "user") rows.push(...outputRows(call.text, { most: MAX_OWN_ROWS, width }));
  else if (call.outcome === "failed") rows.push(...failureRows(call, { ...look, columns: width }));
  else if (diff !== undefined)
    rows.push(...diffLines(diff, { width, path: call.changes[0]!.path, highlighter, texts: diffTexts[language], maxRows: MAX_DIFF_ROWS }));
  else if (call.totalChanges > 1 || (call.effect === "execute" && call.totalChanges > 0))
    rows.push(...changeRows(call.changes, { total: call.totalChanges, most: MAX_CHANGES, width, texts }));
  rows.push(...heldRows(call.held, { most: MAX_CHANGES, width, texts }));
  return rows.map((row) => [span(" ".repeat(INDENT)), ...row]);
}

const INDENT = 2;

/** Of a command its last output, of anything else why it failed. */
function failureRows({ text, effect }: CallBlock, look: BlockLook): Line[] {
  const texts = turnTexts[look.language];
  if (effect !== "execute") return firstOf(textRows(text.trim(), { width: look.columns, style: "dim" }), 3, texts.more);
  return outputRows(text.replace(ending, ""), { most: MAX_OUTPUT_ROWS, width: look.columns });
}

/** How a command says that it ended, in what the model is told. */
const ending = /(?:^|\n)\[(?:exit code (\d+)|[^\]\n]*)\]\s*$/;

function exitOf({ text, effect }: CallBlock): string | undefined {
  return effect === "execute" ? ending.exec(text)?.[1] : undefined;
}

/** Of one file that was there before: what a tool tells that it has changed. */
function diffOf({ outcome, effect, changes, totalChanges, text }: CallBlock): Diff | undefined {
  if (outcome !== "ok" || effect !== "write" || totalChanges !== 1 || changes[0]?.change !== "modified") return undefined;
  const diff = diffOfPatch(text);
  return diff.hunks.length === 0 ? undefined : diff;
}

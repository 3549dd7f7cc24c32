import { diffOfPatch, sizeOf } from "../diff/diff.ts";
import { diffLines } from "../diff/diff-lines.ts";
import { type FileDiff, fileDiffsOf } from "../diff/file-diffs.ts";
import { diffTexts } from "../messages/diff.ts";
import { secondsOf } from "../messages/numbers.ts";
import { turnTexts } from "../messages/turn.ts";
import type { CallBlock } from "../state/block.ts";
import { type Line, lineOf, type Span, span } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import { callMark, callTitle } from "./call-title.ts";
import type { BlockLook } from "./look.ts";
import { changeRows, firstOf, heldRows, oneRow, textRows } from "./rows.ts";
import { outputRows } from "./output-rows.ts";

const MAX_DIFF_ROWS = 12;
/** Of each of several files. */
const MIN_DIFF_ROWS = 4;
const MAX_DIFFS = 5;
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
  const diffs = diffsOf(call, look);
  const head = lineOf(callMark(call, call.outcome), " ", ...callTitle(call, look));
  return [oneRow(head, { notes: notesOf(call, diffs, look), width: look.columns }), ...detailsOf(call, diffs, look)];
}

/** From the most important. */
function notesOf(call: CallBlock, diffs: readonly FileDiff[], { language }: BlockLook): Span[] {
  const texts = turnTexts[language];
  const notes: Span[] = [];
  const exit = exitOf(call);
  if (call.outcome === "denied") notes.push(span(texts.denied, "error"));
  else if (call.outcome === "failed") notes.push(span(exit === undefined ? texts.failed : texts.exit(exit), "error"));
  if (call.held.length > 0) notes.push(span(texts.held(call.held.length), "warn"));
  if (diffs.length > 0 && diffs.every(({ diff }) => diff.missing === 0)) {
    const sizes = diffs.map(({ diff }) => sizeOf(diff));
    const sum = (key: "added" | "removed") => sizes.reduce((so, size) => so + size[key], 0);
    notes.push(span(`+${sum("added")} -${sum("removed")}`, "dim"));
  } else if (call.totalChanges > 0) notes.push(span(texts.files(call.totalChanges), "dim"));
  if (call.ms >= SLOW_MS) notes.push(span(secondsOf(call.ms, language), "dim"));
  return notes;
}

function detailsOf(call: CallBlock, diffs: readonly FileDiff[], look: BlockLook): Line[] {
  const { columns, language } = look;
  const texts = turnTexts[language];
  const width = columns - INDENT;
  const rows: Line[] = [];
  if (call.denial !== undefined)
    rows.push(...firstOf(textRows(`${call.denial.reason} (${call.denial.rule})`, { width, style: "dim" }), 4, texts.more));
  else if (call.kind === "user") rows.push(...outputRows(call.text.replace(ending, ""), { most: MAX_OWN_ROWS, width }));
  else if (call.outcome === "failed") rows.push(...failureRows(call, { ...look, columns: width }));
  else if (diffs.length > 0) rows.push(...diffRows(diffs, { ...look, columns: width }));
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

/** What a tool has written, as it tells itself or as the undo store has it; empty where neither knows all of it. */
function diffsOf({ outcome, effect, changes, totalChanges, checkpoints, text }: CallBlock, { versionsOf }: BlockLook): FileDiff[] {
  if (outcome !== "ok" || effect !== "write" || totalChanges === 0) return [];
  const [only] = changes;
  const told = totalChanges === 1 && only?.change === "modified" ? diffOfPatch(text) : undefined;
  if (told !== undefined && told.hunks.length > 0) return [{ path: only!.path, diff: told }];
  const files = changes.filter(({ type }) => type !== "directory").map(({ path }) => path);
  const versions = versionsOf(checkpoints).filter(({ path }) => files.includes(path));
  const known = fileDiffsOf(versions).filter(({ diff }) => diff.unseen === undefined && diff.hunks.length > 0);
  return totalChanges === changes.length && known.length === files.length ? known : [];
}

/** One after the other; of several, each below its path. */
function diffRows(diffs: readonly FileDiff[], { columns, language, highlighter }: BlockLook): Line[] {
  const look = { width: columns, highlighter, texts: diffTexts[language] };
  const shown = diffs.length > MAX_DIFFS ? diffs.slice(0, MAX_DIFFS - 1) : diffs;
  const maxRows = Math.max(MIN_DIFF_ROWS, Math.floor(MAX_DIFF_ROWS / shown.length));
  const rows = shown.flatMap(({ path, diff }) => [
    ...(diffs.length === 1 ? [] : [truncate(lineOf(span(path, "bold")), columns)]),
    ...diffLines(diff, { ...look, path, maxRows }),
  ]);
  return diffs.length > shown.length ? [...rows, lineOf(span(turnTexts[language].more(diffs.length - shown.length), "dim"))] : rows;
}

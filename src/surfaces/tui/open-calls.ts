import { secondsOf } from "./messages/numbers.ts";
import { turnTexts } from "./messages/turn.ts";
import type { OpenCall } from "./state/open-call.ts";
import { type Line, lineOf, type Span, span } from "./text/line.ts";
import { callTitle } from "./blocks/call-title.ts";
import type { BlockLook } from "./blocks/look.ts";
import { outputRows } from "./blocks/output-rows.ts";
import { oneRow } from "./blocks/rows.ts";

export interface OpenCallsLook extends BlockLook {
  /** Milliseconds since the epoch. */
  now: number;
  /** Something moves while it runs; not for screen readers. */
  moves: boolean;
}

const MAX_CALLS = 6;
const MAX_TAIL_ROWS = 5;
/** Rows above the caret are short, so that hardly any of them wraps when the screen gets narrower. */
const MAX_COLUMNS = 78;
const SPINNER = ["│", "╱", "─", "╲"];
const SPIN_MS = 250;

/** One row for each call that runs or waits, and below the newest that runs the last of its output. */
export function openCallLines(calls: readonly OpenCall[], look: OpenCallsLook): Line[] {
  const texts = turnTexts[look.language];
  const width = Math.min(look.columns, MAX_COLUMNS);
  const newest = calls.findLast(({ startedAt, tail }) => startedAt !== undefined && tail !== "");
  const shown = calls.length > MAX_CALLS ? calls.slice(1 - MAX_CALLS) : calls;
  const hidden = calls.length - shown.length;
  return [
    ...(hidden > 0 ? [lineOf(span(`  ${texts.more(hidden)}`, "dim"))] : []),
    ...shown.flatMap((call) => [
      callRow(call, { ...look, columns: width }),
      ...(call === newest ? outputRows(call.tail, { most: MAX_TAIL_ROWS, width: width - 2 }).map((row) => [span("  "), ...row]) : []),
    ]),
  ];
}

/** What moves while something runs. */
export function spinnerAt(now: number, moves: boolean): string {
  return moves ? SPINNER[Math.floor(now / SPIN_MS) % SPINNER.length]! : "·";
}

function callRow(call: OpenCall, look: OpenCallsLook): Line {
  const { columns, now, moves, language } = look;
  const { startedAt } = call;
  const head = (mark: Span): Line => lineOf(mark, " ", ...callTitle(call, look));
  if (startedAt === undefined) return oneRow(head(span("·", "dim")), { notes: [span(turnTexts[language].waits, "dim")], width: columns });
  const seconds = Math.max(0, Math.floor((now - startedAt) / 1000));
  const notes = seconds === 0 ? [] : [span(seconds < 60 ? `${seconds} s` : secondsOf(seconds * 1000, language), "dim")];
  return oneRow(head(span(spinnerAt(now, moves), "accent")), { notes, width: columns });
}

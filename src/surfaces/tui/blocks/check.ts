import type { Receipt } from "../../../contract/event.ts";
import { commandText } from "../../support/command-text.ts";
import { secondsOf } from "../messages/numbers.ts";
import { turnTexts, type TurnTexts } from "../messages/turn.ts";
import type { Block } from "../state/block.ts";
import { textOf } from "../state/texts.ts";
import { type Line, lineOf, type Span, span } from "../text/line.ts";
import type { BlockLook } from "./look.ts";
import { outputRows } from "./output-rows.ts";
import { markedRows, oneRow } from "./rows.ts";

const MAX_OUTPUT_ROWS = 6;
const MAX_CHECKS = 6;

/** Which checks count, as they were frozen. */
export function contractLines({ checks }: Extract<Block, { type: "contract" }>, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  const head = checks.length === 0 ? texts.noContract : texts.contract(checks.length);
  const shown = checks.length > MAX_CHECKS ? checks.slice(0, MAX_CHECKS - 1) : checks;
  return [
    ...markedRows(span("·", "dim"), [span(head, "dim")], columns),
    ...shown.map(({ id, argv, from }) =>
      oneRow(lineOf(span(`  ${id}: ${commandText(argv)}`, "dim")), { notes: [span(from, "dim")], width: columns }),
    ),
    ...(checks.length > shown.length ? [lineOf(span(`  ${texts.more(checks.length - shown.length)}`, "dim"))] : []),
  ];
}

/** How a check went; of one that should have passed its last output. */
export function checkLines({ receipt }: Extract<Block, { type: "check" }>, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  const { check, argv, phase, ms, counts, output } = receipt;
  const passed = receipt.exitCode === 0 && !receipt.timedOut;
  // Without the work, new tests are to fail; before the work, anything may.
  const asWanted = WITHOUT_WORK.has(phase) ? !passed : passed;
  const mark = asWanted ? span("✓", "ok") : span("✗", phase === "baseline" ? "warn" : "error");
  const notes: Span[] = [
    span(outcomeOf(receipt, texts), asWanted ? "dim" : "warn"),
    ...(counts === undefined ? [] : [span(texts.counts(counts.passed, counts.total, counts.skipped), "dim")]),
    span(texts.phase[phase], "dim"),
    span(secondsOf(ms, language), "dim"),
  ];
  const head = oneRow(lineOf(mark, ` ${check}: ${commandText(argv)}`), { notes, width: columns });
  if (asWanted || phase !== "final") return [head];
  return [head, ...outputRows(textOf(output), { most: MAX_OUTPUT_ROWS, width: columns - 2 }).map((row) => [span("  "), ...row])];
}

const WITHOUT_WORK: ReadonlySet<Receipt["phase"]> = new Set<Receipt["phase"]>(["red", "reverted"]);

/** `passed`, or how else it ended. */
export function outcomeOf({ exitCode, signal, timedOut }: Pick<Receipt, "exitCode" | "signal" | "timedOut">, texts: TurnTexts): string {
  if (timedOut) return texts.timedOut;
  if (signal !== null) return texts.endedBy(signal);
  if (exitCode === null) return texts.notRun;
  return exitCode === 0 ? texts.passed : texts.exit(String(exitCode));
}

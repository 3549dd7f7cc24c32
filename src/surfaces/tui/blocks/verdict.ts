import type { Claim, Finding, Verdict } from "../../../contract/event.ts";
import type { Report, ReportRun } from "../../../contract/report.ts";
import { checkRows } from "../../support/report-lines.ts";
import type { Language } from "../messages/catalogue.ts";
import { countOf, dollarsOf, secondsOf } from "../messages/numbers.ts";
import { turnTexts, type TurnTexts } from "../messages/turn.ts";
import type { Block } from "../state/block.ts";
import { type Line, type Span, span } from "../text/line.ts";
import type { StyleName } from "../theme/style-name.ts";
import { outcomeOf } from "./check.ts";
import type { BlockLook } from "./look.ts";
import { markedRows, textRows } from "./rows.ts";
import { tableRows } from "./table-rows.ts";

const MARKS: Readonly<Record<Verdict, Span>> = {
  verified: span("✔", ["bold", "ok"]),
  unverified: span("?", ["bold", "warn"]),
  failed: span("✗", ["bold", "error"]),
};
const STYLES: Readonly<Record<Verdict, StyleName>> = { verified: "ok", unverified: "warn", failed: "error" };

/** What the harness says of the work: the verdict first, then all that it rests on, what to do about it, and what it cost. */
export function verdictLines({ verdict, report }: Extract<Block, { type: "verdict" }>, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  const section = (title: string, rows: readonly Line[]): Line[] =>
    rows.length === 0
      ? []
      : [...textRows(title, { width: columns, indent: 2, style: "dim" }), ...rows.map((row) => [span("    "), ...row])];
  const width = columns - 4;
  const { reasons, checks, claims, findings, accepted, repairs, uncovered } = report;
  return [
    [],
    [MARKS[verdict], span(` ${texts.verdict[verdict]}`, ["bold", STYLES[verdict]])],
    ...reasons.flatMap((reason) => textRows(reason, { width: columns, indent: 2 })),
    ...(checks.length === 0 ? [] : receiptRows(report, { width: columns - 2, texts, language }).map((row) => [span("  "), ...row])),
    ...section(
      texts.claims,
      claims.flatMap((claim) => claimRows(claim, { width, texts, language })),
    ),
    ...section(
      texts.findings,
      findings.flatMap((finding) => findingRows(finding, { width, texts, language })),
    ),
    ...section(
      texts.acceptedFindings,
      accepted.flatMap(({ id, by, reason }) => textRows(texts.acceptedBy(id, by, reason), { width })),
    ),
    ...section(
      texts.repairs,
      repairs.flatMap((repair) => textRows(repairText(repair, texts), { width })),
    ),
    ...section(
      texts.uncovered,
      uncovered.flatMap((sentence) => textRows(sentence, { width })),
    ),
    ...textRows([diffText(report.diff, texts), ...costTexts(report.cost, { texts, language })].join("\n"), {
      width: columns,
      indent: 2,
      style: "dim",
    }),
  ];
}

interface RowLook {
  width: number;
  texts: TurnTexts;
  language: Language;
}

/** The checks before and after the work, with the trials of new tests. */
function receiptRows({ checks }: Report, look: RowLook): Line[] {
  const { width, texts } = look;
  const trials = checks.map((check) => ({ ...check, trials: [] }));
  const rows = checkRows(trials).flatMap(({ name, before, after }, index) => [
    rowOf(name, { before, after }, look),
    ...checks[index]!.trials.map((run) =>
      rowOf(`${name}, ${texts.phase[run.phase]}`, WITH_WORK.has(run.phase) ? { after: run } : { before: run }, look),
    ),
  ]);
  return tableRows({ head: [texts.check, texts.before, texts.after, texts.tests, texts.time], rows, width });
}

const WITH_WORK: ReadonlySet<ReportRun["phase"]> = new Set<ReportRun["phase"]>(["green", "former"]);

function rowOf(
  name: string,
  { before, after }: { before?: ReportRun | undefined; after?: ReportRun | undefined },
  { texts, language }: Pick<RowLook, "texts" | "language">,
): Span[] {
  const run = after ?? before;
  const counts = run?.counts;
  return [
    span(name),
    outcomeSpan(before, texts, "dim"),
    outcomeSpan(after, texts, undefined),
    span(counts === undefined ? "" : texts.counts(counts.passed, counts.total, counts.skipped), "dim"),
    span(run === undefined ? "" : secondsOf(run.ms, language), "dim"),
  ];
}

function outcomeSpan(run: ReportRun | undefined, texts: TurnTexts, style: StyleName | undefined): Span {
  if (run === undefined) return span("-", "dim");
  return span(outcomeOf(run, texts), style ?? (run.exitCode === 0 && !run.timedOut ? "ok" : "error"));
}

const STANDINGS: Readonly<Record<Claim["standing"], Span>> = {
  supported: span("✓", "ok"),
  contradicted: span("✗", "error"),
  stale: span("~", "warn"),
  unsupported: span("?", "warn"),
};

function claimRows({ text, standing, reason }: Claim, { width, texts }: RowLook): Line[] {
  return markedRows(STANDINGS[standing], [`"${text}" `, span(`${texts.standing[standing]}: ${reason}`, "dim")], width);
}

/** What decides can be accepted; what only weighs decides nothing. */
function findingRows({ id, path, line, reason, severity }: Finding, { width, texts }: RowLook): Line[] {
  const decides = severity === "decides";
  const rows = markedRows(decides ? span("✗", "error") : span("~", "warn"), [`${path}:${line}: ${reason} `, span(`(${id})`, "dim")], width);
  return decides ? [...rows, ...textRows(texts.acceptFinding(id), { width, indent: 2, style: "dim" })] : rows;
}

function repairText({ repairer, reasons, diagnostics }: Report["repairs"][number], texts: TurnTexts): string {
  const counts = diagnostics === undefined ? "" : `; ${texts.diagnostics(diagnostics.before, diagnostics.after)}`;
  return `${texts.repaired(repairer, reasons.length)}${counts}`;
}

function diffText({ files, added, removed }: Report["diff"], texts: TurnTexts): string {
  if (files === 0) return texts.nothingChanged;
  return texts.changed(files, added === undefined || removed === undefined ? "" : `, +${added} -${removed}`);
}

function costTexts(
  { steps, tokensIn, tokensOut, usd, unpricedSteps, saved }: Report["cost"],
  { texts, language }: Pick<RowLook, "texts" | "language">,
): string[] {
  const known = unpricedSteps < steps ? [dollarsOf(usd, language, 4)] : [];
  const unknown = unpricedSteps === 0 ? [] : [unpricedSteps < steps ? texts.unpriced(unpricedSteps) : texts.unknownCost];
  const money = [...known, ...unknown].join(" + ");
  const spent = [texts.steps(steps), texts.tokens(countOf(tokensIn, language), countOf(tokensOut, language)), money].join(" · ");
  return [...(steps === 0 ? [] : [spent]), ...(saved === undefined ? [] : [texts.saved(saved.repairs, saved.steps)])];
}

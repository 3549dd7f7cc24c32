import type { Claim, Finding } from "../../contract/event.ts";
import type { Report, ReportCheck, ReportRun } from "../../contract/report.ts";
import { escapeLine } from "../../lib/escape.ts";
import { endText, secondsText } from "./run-text.ts";
import type { Style } from "./style.ts";
import { verdictLine } from "./verdict-line.ts";

/** The table is never wider. Sentences are left to the terminal to wrap, so that a search in them finds them whole. */
const COLUMNS = 80;

/** A report for people: the verdict first, then what it rests on. Everything that comes from elsewhere is escaped. */
export function reportLines(report: Report, style: Style): string[] {
  const { verdict, reasons, claims, findings, accepted, repairs, uncovered } = report;
  return [
    verdictLine(verdict, style),
    ...reasons.map((reason) => `  ${escapeLine(reason)}`),
    ...checkTable(report.checks, style),
    ...section("claims of the final message", claims.map(claimLine), style),
    // Those that decide are among the reasons.
    ...section("also found", findings.filter(({ severity }) => severity === "weighs").map(findingLine), style),
    ...section(
      "accepted",
      accepted.map(({ id, by, reason }) => `${id} by ${by}: ${reason}`),
      style,
    ),
    ...section("repaired without a model", repairs.map(repairLine), style),
    ...section("not covered", uncovered, style),
    ...diffLines(report).map(style.dim),
    ...costLines(report)
      .slice(report.cost.steps === 0 ? 1 : 0)
      .map(style.dim),
  ];
}

/** `3 files changed, +20 -4` */
export function diffText({ files, added, removed }: Report["diff"]): string {
  const lines = added === undefined || removed === undefined ? "" : `, +${added} -${removed}`;
  return files === 0 ? "nothing changed" : `${files} ${files === 1 ? "file" : "files"} changed${lines}`;
}

/** What was spent, and where something was mended without a model, what that spared. */
export function costLines({ cost: { steps, tokensIn, tokensOut, usd, unpricedSteps, saved } }: Pick<Report, "cost">): string[] {
  const unpriced = unpricedSteps === 0 ? "" : ` and ${unpricedSteps} steps of unknown price`;
  const spent = `${count(steps, "step")} · ${tokensIn} tokens in, ${tokensOut} out · $${usd.toFixed(4)}${unpriced}`;
  if (saved === undefined) return [spent];
  const mended = saved.diagnostics === 0 ? "" : `, ${count(saved.diagnostics, "diagnostic")} mended`;
  return [spent, `${count(saved.repairs, "repair")} without a model${mended} · at least ${count(saved.steps, "step")} saved`];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** `passed`, or how else it ended. */
export function outcomeText(run: ReportRun | undefined): string {
  if (run === undefined) return "-";
  return run.exitCode === 0 && !run.timedOut ? "passed" : endText(run);
}

/** `12 of 12`, with those that were skipped. */
export function countsText(run: ReportRun | undefined): string {
  if (run?.counts === undefined) return "";
  const { passed, total, skipped } = run.counts;
  return `${passed} of ${total}${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** What stands in one row: a check before and after the work, or one of its trials. */
export function checkRows(checks: readonly ReportCheck[]): { name: string; before: ReportRun | undefined; after: ReportRun | undefined }[] {
  return checks.flatMap(({ check, before, after, trials }) => [
    { name: check, before, after },
    ...trials.map((run) => trialRow(check, run, WITH_WORK.has(run.phase) ? "after" : "before")),
  ]);
}

function trialRow(check: string, run: ReportRun, when: "before" | "after"): ReturnType<typeof checkRows>[number] {
  const runs = { before: undefined, after: undefined, [when]: run };
  return { name: `${check}, ${TRIALS[run.phase] ?? run.phase}`, ...runs };
}

const WITH_WORK: ReadonlySet<string> = new Set(["green", "former"]);

const TRIALS: Readonly<Record<string, string>> = {
  red: "new tests without the work",
  green: "new tests",
  reverted: "new tests without the fix",
  former: "tests as they were before",
};

function checkTable(checks: readonly ReportCheck[], style: Style): string[] {
  if (checks.length === 0) return [];
  const rows = checkRows(checks).map(({ name, before, after }) => {
    const run = after ?? before;
    return [escapeLine(name), outcomeText(before), outcomeText(after), countsText(run), run === undefined ? "" : secondsText(run.ms)];
  });
  const [head, ...body] = alignColumns([["check", "before", "after", "tests", "time"], ...rows]);
  return [style.dim(head!), ...body];
}

/** The first column gives way when the table would be too wide. */
function alignColumns(rows: readonly string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const others = widths.slice(1).reduce((sum, width) => sum + width + 2, 2);
  const first = Math.min(widths[0]!, Math.max(8, COLUMNS - others));
  return rows.map(([name = "", ...cells]) => {
    const line = cells.map((cell, index) => cell.padEnd(widths[index + 1]!)).join("  ");
    return `  ${cut(name, first).padEnd(first)}  ${line}`.trimEnd();
  });
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [style.dim(`  ${title}`), ...lines.map((line) => `    ${escapeLine(line)}`)];
}

const STANDINGS: Readonly<Record<Claim["standing"], string>> = { supported: "✓", contradicted: "✗", stale: "~", unsupported: "?" };

function claimLine({ text, standing, reason }: Claim): string {
  return `${STANDINGS[standing]} "${text}" ${standing}: ${reason}`;
}

function findingLine({ path, line, reason, id }: Finding): string {
  return `~ ${path}:${line}: ${reason} (${id})`;
}

function repairLine({ repairer, reasons, diagnostics }: Report["repairs"][number]): string {
  const places = `${reasons.length} ${reasons.length === 1 ? "place" : "places"}`;
  const counts = diagnostics === undefined ? "" : `; diagnostics: ${diagnostics.before} before, ${diagnostics.after} after`;
  return `${repairer}: ${places}${counts}`;
}

function diffLines({ diff }: Report): string[] {
  return diff.files === 0 ? [] : [diffText(diff)];
}

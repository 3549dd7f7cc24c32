import type { Check } from "../../contract/check.ts";
import type { Event, Receipt, StoredPart, StoredText } from "../../contract/event.ts";
import { escapeControls, escapeLine } from "../../lib/escape.ts";
import { contractLines } from "./check-lines.ts";
import { commandText } from "./command-text.ts";
import { endText, secondsText } from "./run-text.ts";
import type { Style } from "./style.ts";
import { verdictLine } from "./verdict-line.ts";

export type Verbosity = "quiet" | "normal" | "verbose";

/**
 * What a person reads of one event: no, one or several lines. Everything that comes from commands, files and models is escaped.
 * `quiet` shows only how it ended; `verbose` shows results, usage and rulings too.
 */
export function eventLines(event: Event, { style, verbosity }: { style: Style; verbosity: Verbosity }): string[] {
  const quiet = verbosity === "quiet";
  const verbose = verbosity === "verbose";
  switch (event.type) {
    case "thread.started":
    case "thread.forked":
    case "thread.resumed":
      return quiet ? [] : [style.dim(escapeLine(`thread ${event.thread} · ${event.model} · ${event.sandbox}`))];
    case "prompt.admitted":
      if (event.about === "memory")
        return quiet ? [] : [style.dim("◦ on record about this"), ...indent(partsText(event.parts)).slice(1).map(style.dim)];
      if (event.by === "harness")
        return quiet ? [] : [style.yellow("↻ back to the model"), ...(verbose ? indent(partsText(event.parts)) : [])];
      return quiet ? [] : [style.bold(`> ${escapeLine(firstLine(partsText(event.parts)))}`)];
    case "step.retried":
      return quiet ? [] : [style.yellow(`⟳ ${escapeLine(event.error.message)}; again in ${secondsText(event.delayMs)}`)];
    case "step.completed":
      return quiet ? [] : [...replyLines(event), ...(verbose ? [style.dim(usageLine(event))] : [])];
    case "policy.decided":
      return event.decision === "allow" && !verbose
        ? []
        : [style.dim(`  ${event.decision}: ${escapeLine(event.reason)} (${escapeLine(`${event.rule}, ${event.where}`)})`)];
    case "item.started":
      return quiet ? [] : [intentLine(event, style)];
    case "item.completed":
      return quiet ? [] : itemLines(event, { style, verbose });
    case "transaction.committed":
      return quiet ? [] : changeLines(event).map((line) => style.dim(`  ${line}`));
    case "transaction.quarantined":
      return event.held.map(({ path, reason }) => style.yellow(`  held back ${escapeLine(path)}: ${escapeLine(reason)}`));
    case "transaction.undone":
    case "transaction.redone":
      return [
        `↶ ${event.type === "transaction.undone" ? `undone ${event.undone.join(", ")}` : `redone ${event.redone.join(", ")}`}`,
        ...changeLines(event).map((line) => style.dim(`  ${line}`)),
        ...event.conflicts.map(({ path, reason }) => style.yellow(`  left as it is: ${escapeLine(path)}: ${escapeLine(reason)}`)),
      ];
    case "connection.judged":
      return quiet || (event.decision === "allow" && !verbose) ? [] : [connectionLine(event, style)];
    case "check.completed":
      return quiet ? [] : [receiptLine(event.receipt, style)];
    case "verdict.reached":
      return [verdictLine(event.verdict, style), ...event.reasons.map((reason) => `  ${escapeLine(reason)}`)];
    case "finding.accepted":
      return [`accepted by ${escapeLine(event.by)}: ${escapeLine(event.finding)}`];
    case "budget.reached":
      return [style.red(`budget reached: ${event.budget}`)];
    case "approval.decided":
      return event.decision === "deny" ? [style.red(`  denied: ${escapeLine(event.reason)}`)] : [];
    case "turn.failed":
      return [
        style.red(`✗ ${escapeControls(event.error.message)} [${escapeLine(event.error.code)}]`),
        ...(event.error.at === undefined ? [] : [`  at ${escapeLine(event.error.at)}`]),
        ...(event.error.hint === undefined ? [] : [`  ${escapeControls(event.error.hint)}`]),
      ];
    case "turn.interrupted":
      return [style.red(`✗ interrupted: ${escapeLine(event.reason)}`)];
    case "question.asked":
      return quiet ? [] : questionLines(event, style);
    case "question.answered":
      return quiet || event.answer === undefined ? [] : [style.bold(`> ${escapeLine(firstLine(storedPreview(event.answer)))}`)];
    case "summary.failed":
      return quiet ? [] : [style.dim(`no summary: ${escapeLine(event.error.message)}`)];
    case "context.compacted":
      return quiet ? [] : [style.yellow(compactionLine(event))];
    case "summary.started":
    case "summary.completed":
    case "turn.completed":
    case "turn.started":
    case "step.started":
    case "approval.requested":
      return [];
    case "fact.recorded":
      return quiet || event.fact !== "contract" ? [] : contractLines(event.value as Check[]).map((line) => style.dim(line));
    default:
      return untold(event);
  }
}

/** One line a change; the first of many stand for the rest. */
export function changeLines({ changes, total }: Pick<Event<"transaction.committed">, "changes" | "total">): string[] {
  const lines = changes.map(({ change, path, type, entries = 1 }) => {
    const what = type === "directory" ? `/${entries > 1 ? ` (${entries} entries)` : ""}` : "";
    return `${change} ${escapeLine(path)}${what}`;
  });
  return total > changes.length ? [...lines, `… and ${total - changes.length} more`] : lines;
}

/** What a later version has recorded, this one cannot tell. */
function untold(_event: never): string[] {
  return [];
}

function compactionLine({ tokens: { before, after }, how }: Event<"context.compacted">): string {
  const rest = how === "model" ? "a summary of the rest" : "a list of the steps";
  return `⇲ context compacted from ${before} to ${after} tokens: all facts and ${rest} stay`;
}

function connectionLine(
  { host, port, method, decision, reason, rule, bytesUp, bytesDown }: Event<"connection.judged">,
  style: Style,
): string {
  const target = escapeLine(`${method} ${host}:${port}`);
  return decision === "deny"
    ? style.red(`  refused ${target}: ${escapeLine(reason ?? rule)}`)
    : style.dim(`  ${target}: ${bytesUp} bytes up, ${bytesDown} down (${escapeLine(rule)})`);
}

function receiptLine(receipt: Receipt, style: Style): string {
  const { check, argv, exitCode, ms, phase, id } = receipt;
  const passed = exitCode === 0;
  // Without the work, new tests are to fail.
  const wanted = WITHOUT_WORK.has(phase) ? !passed : passed;
  const mark = wanted ? style.green("✓") : style.red("✗");
  return `${mark} ${phase} ${escapeLine(`${check}: ${commandText(argv)}`)} · ${endText(receipt)} · ${secondsText(ms)} ${style.dim(`(${id})`)}`;
}

const WITHOUT_WORK: ReadonlySet<Receipt["phase"]> = new Set<Receipt["phase"]>(["red", "reverted"]);

function replyLines(event: Event<"step.completed">): string[] {
  if (!Array.isArray(event.output)) return ["(a long reply; `fettle show --json` has it)"];
  return event.output.flatMap((item) =>
    item.type === "text" && item.text.trim() !== "" ? escapeControls(item.text.trim()).split("\n") : [],
  );
}

function usageLine({ usage, usd, ms }: Event<"step.completed">): string {
  const cost = usd === null ? "price unknown" : `$${usd.toFixed(4)}`;
  return `  ${usage.input + usage.cacheRead + usage.cacheWrite} in (${usage.cacheRead} cached), ${usage.output} out · ${cost} · ${secondsText(ms.total)}`;
}

function intentLine({ kind, name, input }: Event<"item.started">, style: Style): string {
  if (kind === "repair") return `✚ repair ${escapeLine(name)}`;
  if (kind === "user") return style.bold(`! ${escapeLine(summarise(input))}`);
  return `· ${escapeLine(name)} ${style.dim(escapeLine(summarise(input)))}`;
}

function questionLines({ text, choices }: Event<"question.asked">, style: Style): string[] {
  return [style.yellow(`? ${escapeLine(firstLine(storedPreview(text)))}`), ...choices.map((choice) => `  - ${escapeLine(choice)}`)];
}

function itemLines({ kind, name, ok, parts }: Event<"item.completed">, { style, verbose }: { style: Style; verbose: boolean }): string[] {
  const text = partsText(parts);
  if (kind === "repair") return [...indent(text), ok ? style.green(`  repaired (${name})`) : style.red(`  not repaired (${name})`)];
  // Of what people run themselves they want to see what it says.
  if (verbose || kind === "user") return indent(text);
  return ok ? [] : [style.red(`  ${escapeLine(firstLine(text))}`)];
}

function partsText(parts: readonly StoredPart[]): string {
  return parts.map((part) => (part.type === "text" ? storedPreview(part.text) : `(image ${part.mediaType})`)).join("\n");
}

function storedPreview(text: StoredText): string {
  return typeof text === "string" ? text : `${text.preview ?? ""}… (${text.bytes} bytes)`;
}

function indent(text: string): string[] {
  return escapeControls(text)
    .split("\n")
    .map((line) => `  ${line}`);
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0]!;
}

/** The first texts of a call's input: enough to know what it does. */
function summarise(input: unknown): string {
  if (typeof input === "object" && input !== null && "blob" in input && "preview" in input)
    return firstLine(String(input.preview)).slice(0, 100);
  if (typeof input !== "object" || input === null) return "";
  const values = Object.values(input).filter((value) => typeof value === "string" || typeof value === "number");
  const text = firstLine(values.join(" "));
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

import type { PartKind } from "../../context/anatomy.ts";
import { escapeLine } from "../../lib/escape.ts";
import type { ContextPart, ContextReport } from "./context-report.ts";

const labels: Record<PartKind, string> = {
  instructions: "instructions",
  tools: "tools",
  facts: "facts kept by compaction",
  summary: "summary of what was taken out",
  prompts: "prompts and notes",
  messages: "messages of the model",
  reasoning: "reasoning",
  calls: "calls",
  results: "results",
};

/** Kinds of which each part is told: those that somebody can do something about. */
const detailed: ReadonlySet<PartKind> = new Set<PartKind>(["instructions", "results"]);
const MAX_INPUT = 60;

/** A context report for people. */
export function contextLines(report: ContextReport): string[] {
  const { thread, model, tokens, usd, cachedUsd, window, compactions, parts, largestResults } = report;
  const used = window === null ? "" : ` of ${count(window.tokens)}, ${Math.round((tokens / window.tokens) * 100)} %`;
  const cost = usd === null ? "" : ` · ${dollars(usd)} to send, ${dollars(cachedUsd)} from the provider's cache`;
  const cuts = compactions === 0 ? "" : ` · compacted ${compactions} ${compactions === 1 ? "time" : "times"}`;
  const rows: string[][] = [["", "tokens", "USD", "cached"]];
  for (const [kind, group] of Map.groupBy(parts, (part) => part.kind)) {
    const sum = (of: (part: ContextPart) => number) => group.reduce((total, part) => total + of(part), 0);
    const number = sum((part) => part.count);
    const label = number > 1 && kind !== "instructions" ? `${labels[kind]} (${number})` : labels[kind];
    const prices = usd === null ? [null, null] : [sum((part) => part.usd ?? 0), sum((part) => part.cachedUsd ?? 0)];
    rows.push([label, count(sum((part) => part.tokens)), ...prices.map(dollars)]);
    if (detailed.has(kind)) rows.push(...group.map((part) => rowOf(part)));
  }
  if (window !== null) rows.push(["kept free for the reply", count(window.forReply), "", ""], ["free", count(window.free), "", ""]);
  const largest = largestResults.map(
    ({ item, name, input, tokens: size }) => `  ${count(size).padStart(8)}  ${item}  ${call(name, input)}`,
  );
  return [
    `${count(tokens)} tokens in the next request${used}${cost}${cuts}`,
    escapeLine(`thread ${thread} · ${model}`),
    "",
    ...table(rows),
    ...(largest.length === 0 ? [] : ["", "largest results", ...largest.map(escapeLine)]),
  ];
}

function rowOf({ name = "", count: number, tokens, usd, cachedUsd }: ContextPart): string[] {
  return [`  ${escapeLine(name)}${number > 1 ? ` (${number})` : ""}`, count(tokens), dollars(usd), dollars(cachedUsd)];
}

function call(name: string, input: string): string {
  const text = `${name} ${input}`;
  return text.length <= MAX_INPUT ? text : `${text.slice(0, MAX_INPUT)}…`;
}

function count(tokens: number): string {
  return tokens.toLocaleString("en");
}

function dollars(usd: number | null): string {
  return usd === null ? "?" : `$${usd.toFixed(4)}`;
}

/** The first column to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
}

import type { CallResult, Entry, ModelCall, OutputItem, Part } from "../../contract/model.ts";

const MAX_WORDS = 400;
const MAX_INPUT = 160;
const MAX_RESULT = 120;

/**
 * What can be said of entries without a model: a line for each thing said and each call with the beginning of what came of it. At most about
 * `maxChars`; the last lines stay, since they tell what is under way.
 */
export function digestSteps(entries: readonly Entry[], maxChars: number): string {
  const lines = entries.flatMap((entry, index) => linesOf(entry, entries[index + 1]));
  const kept: string[] = [];
  let room = maxChars;
  for (const line of lines.toReversed()) {
    room -= line.length + 1;
    if (room < 0) break;
    kept.unshift(line);
  }
  const missing = lines.length - kept.length;
  return [...(missing > 0 ? [`(${missing} earlier lines left out)`] : []), ...kept].join("\n");
}

function linesOf(entry: Entry, next: Entry | undefined): string[] {
  // Results are told with their calls, and what users say is among the facts.
  if (entry.type !== "output") return [];
  const results = new Map((next?.type === "results" ? next.results : []).map((result) => [result.callId, result]));
  return entry.items.flatMap((item) => lineOf(item, results));
}

function lineOf(item: OutputItem, results: ReadonlyMap<string, CallResult>): string[] {
  if (item.type === "text") return item.text.trim() === "" ? [] : [`- you said: ${beginning(item.text, MAX_WORDS)}`];
  return item.type === "call" ? [`- ${callLine(item, results.get(item.id))}`] : [];
}

function callLine({ id, name, inputText }: ModelCall, result: CallResult | undefined): string {
  const call = `${name} ${beginning(inputText, MAX_INPUT)} (${id})`;
  if (result === undefined) return call;
  const text = textOf(result.parts);
  const lines = text.split("\n").length;
  return `${call} ${result.ok ? "gave" : "failed"}: ${beginning(text, MAX_RESULT)}${lines > 1 ? ` (${lines} lines)` : ""}`;
}

function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === "text" ? part.text : "(image)")).join("\n");
}

/** On one line, as JSON: what a result says must not look like another line. */
function beginning(text: string, maxChars: number): string {
  const cut = text.trim();
  return JSON.stringify(cut.length <= maxChars ? cut : `${cut.slice(0, maxChars)}…`.toWellFormed());
}

import type { CallResult, Entry } from "../../contract/model.ts";

/** The entry with head and tail of each text of a result that is longer than `maxChars`; itself when none is. */
export function shortenResults(entry: Entry, maxChars: number): Entry {
  if (entry.type !== "results") return entry;
  const isLong = entry.results.some(({ parts }) => parts.some((part) => part.type === "text" && part.text.length > maxChars));
  return isLong ? { ...entry, results: entry.results.map((result) => shorten(result, maxChars)) } : entry;
}

function shorten(result: CallResult, maxChars: number): CallResult {
  const parts = result.parts.map((part) =>
    part.type === "text" && part.text.length > maxChars ? { ...part, text: headAndTail(part.text, result.callId, maxChars) } : part,
  );
  return { ...result, parts };
}

function headAndTail(text: string, id: string, maxChars: number): string {
  const half = Math.floor(maxChars / 2);
  const left = text.length - 2 * half;
  const note = `[${left} characters left out to make room; read result:${id} shows all]`;
  return [text.slice(0, half).toWellFormed(), note, half === 0 ? "" : text.slice(-half).toWellFormed()].join("\n");
}

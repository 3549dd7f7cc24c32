import type { Entry } from "../../contract/model.ts";
import { digestSteps } from "./digest-steps.ts";
import { digestLead, factsLead, goOn, summaryLead } from "./texts.ts";

/** The facts as the model reads them. */
export function factsText(facts: string): string {
  return [factsLead, facts].filter((text) => text !== "").join("\n\n");
}

export interface ProseToKeep {
  /** Prose of an earlier compaction whose entry is taken out now, and that no summary has taken in. */
  earlier: string | undefined;
  /** Of a model. */
  summary: string | undefined;
  /** What is taken out and in no summary. */
  entries: readonly Entry[];
  maxChars: number;
}

/** What stands in place of the prose that is taken out. Of an earlier one, which begins with a summary if there was one, the first half of the room. */
export function proseText({ earlier, summary, entries, maxChars }: ProseToKeep): string {
  const noted = summary === undefined ? undefined : `${summaryLead}\n${headOf(quoted(summary.trim()), maxChars)}`;
  const before = noted ?? (earlier === undefined ? undefined : headOf(withoutGoOn(earlier), Math.floor(maxChars / 2)));
  const digest = digestSteps(entries, Math.max(0, maxChars - (before?.length ?? 0)));
  return [before, digest === "" ? undefined : `${digestLead}\n${digest}`, goOn].filter((text) => text !== undefined).join("\n\n");
}

function quoted(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
}

function withoutGoOn(prose: string): string {
  return prose.endsWith(goOn) ? prose.slice(0, -goOn.length).trimEnd() : prose;
}

function headOf(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars)}…`.toWellFormed();
}

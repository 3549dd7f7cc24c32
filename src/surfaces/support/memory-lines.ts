import type { Offer } from "../../agent/accept-memory.ts";
import type { KnownMemory } from "../../agent/memories.ts";
import { escapeControls, escapeLine } from "../../lib/escape.ts";
import type { Style } from "./style.ts";

/** One line of a list. */
export function memoryRow({ id, standing, memory, problem, stale }: KnownMemory, style: Style): string {
  const says = memory === undefined ? (problem ?? "") : memory.title;
  const note = standing === "accepted" ? "" : ` ${style.yellow(notes[standing])}`;
  const changed = stale.length === 0 ? "" : ` ${style.yellow(`[stale: ${listed(stale)}]`)}`;
  return `${style.bold(escapeLine(id))}  ${escapeLine(says)}${note}${changed}`;
}

const notes: Readonly<Record<Exclude<KnownMemory["standing"], "accepted">, string>> = {
  waiting: "[waits for you]",
  new: "[nobody has accepted it: it does not count]",
  changed: "[changed since it was accepted: it does not count]",
  unreadable: "[does not count]",
};

export function memoryJson({ id, scope, file, sha256, standing, memory, problem, stale }: KnownMemory): object {
  const { title, body, by, provenance, created, updated, paths } = memory ?? {};
  return {
    id,
    scope,
    file,
    sha256,
    standing,
    title,
    body,
    by,
    provenance,
    created,
    updated,
    paths,
    stale,
    ...(problem !== undefined && { problem }),
  };
}

/** What must be read of a memory before it is accepted: all of it, where it comes from, and what its thread had read from outside. */
export function offerLines(offered: Offer, { style, workspace }: { style: Style; workspace: string }): string[] {
  const { known, memory, scope, content } = offered;
  const to = scope === "user" ? "all projects of yours" : workspace;
  return [
    `${style.bold(escapeLine(known.id))}  for ${escapeLine(to)}`,
    ...origin(offered).map((line) => `  ${line}`),
    ...(known.stale.length > 0 ? [style.yellow(`  stale: ${listed(known.stale)} changed since it was written`)] : []),
    ...(memory.paths.length > 0
      ? [
          `  speaks of ${listed(
            memory.paths.map(({ path }) => path),
            memory.paths.length,
          )}`,
        ]
      : []),
    ...barred(content, style),
  ];
}

/** An organisation's memory, whole. */
export function theirLines(known: KnownMemory, style: Style): string[] {
  return [memoryRow(known, style), `  kept by others in ${escapeLine(known.file)}`, ...barred(known.content, style)];
}

/** A bar before each line: nothing in the text can look like what stands around it. */
function barred(content: string, style: Style): string[] {
  return escapeControls(content.trimEnd())
    .split("\n")
    .map((line) => `${style.dim("  │")} ${line}`);
}

function origin({ known, memory, ...offered }: Offer): string[] {
  if (known.scope !== "inbox") return [`from the file ${escapeLine(known.file)}; who wrote it is not known, whatever it says of itself`];
  const { provenance } = memory;
  if (provenance === undefined) return ["nothing is known of where it comes from"];
  const { thread, event, receipt } = provenance;
  const from = `proposed by a model in thread ${escapeLine(thread)}${event === undefined ? "" : `, event ${event}`}, ${receipt === undefined ? "which had checked nothing" : `after ${escapeLine(receipt)}`}`;
  const { reads } = offered;
  if (reads === undefined) return [from, "its log does not show what it had read: take it as coming from anywhere"];
  if (reads.length === 0) return [from, "it had read nothing from outside the workspace"];
  const shown = reads.slice(-MAX_READS).map(({ seq, what }) => `  ${seq}: ${escapeLine(what).slice(0, 160)}`);
  return [from, `before, it had read what others have written, ${reads.length} times; the last:`, ...shown];
}

const MAX_READS = 10;

function listed(paths: readonly string[], limit = 3): string {
  const more = paths.length > limit ? ` and ${paths.length - limit} more` : "";
  return paths.slice(0, limit).map(escapeLine).join(", ") + more;
}

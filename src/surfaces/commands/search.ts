import { realpathSync } from "node:fs";
import { fettleHome } from "../../config/load.ts";
import { exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface, type SurfaceIo } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { environmentRedactor } from "../../lib/redact/environment-redactor.ts";
import type { Excerpt } from "../../log/search/excerpt.ts";
import { type Found, type Hit, searchThreads } from "../../log/search/search.ts";
import { namedThread } from "../support/named-thread.ts";
import { optionText } from "../support/options.ts";
import { progressLine } from "../support/progress-line.ts";
import { type Style, styleFor } from "../support/style.ts";

const defaultLimit = 20;
/** Of one thread, so that a long one does not hide all others. */
const PER_THREAD = 3;

export default defineSurface({
  name: "search",
  summary: "Find what was said, run and printed in all threads.",
  arguments: "<text...>",
  options: [
    { flags: "--workspace <which>", describe: "here: only threads of the current folder; default all" },
    { flags: "--thread <id>", describe: "only this thread" },
    { flags: "--limit <n>", describe: `how many; default ${defaultLimit}` },
    { flags: "--json", describe: "one JSON object a line" },
  ],
  examples: [
    { command: "fettle search lock takeover", does: "finds events that hold both words, or words that begin like them" },
    { command: "fettle search '\"permission denied\"' --workspace here", does: "finds the words as they stand, in threads of this folder" },
    { command: "fettle search retry --json | jq -r .thread | sort -u", does: "gives the threads to a script" },
  ],
  async run({ args, options, io }) {
    const home = fettleHome(io.env);
    const thread = optionText(options, "thread");
    const tellProgress = progressLine(io, "reading new events");
    const found = await searchThreads({
      home,
      text: args.join(" "),
      redact: environmentRedactor(io.env),
      signal: io.interrupt,
      now: Date.now(),
      limit: limitOf(options["limit"]),
      perThread: PER_THREAD,
      workspace: workspaceOf(optionText(options, "workspace"), io),
      thread: thread === undefined ? undefined : namedThread(home, thread),
      onUnreadable: (unread, problem) => io.stderr.write(`note: thread ${unread} is left out: ${escapeLine(problem)}\n`),
      onProgress: ({ read, total }) => tellProgress({ done: read, total }),
    });
    if (io.interrupt.aborted) return exitCodes.interrupted;
    if (options["json"] === true) for (const hit of found.hits) io.stdout.write(`${JSON.stringify(toJson(hit))}\n`);
    else if (/[\p{L}\p{N}]/u.test(args.join(" "))) tell(found, io);
    else io.stderr.write("Letters and digits are what is looked for, and there are none.\n");
    return exitCodes.verified;
  },
});

function limitOf(given: unknown): number {
  const limit = Number(given ?? defaultLimit);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new FettleError("usage.invalid", `--limit must be a whole number from 1, not ${String(given)}`);
}

function workspaceOf(which: string | undefined, io: SurfaceIo): string | undefined {
  if (which === undefined || which === "all") return undefined;
  if (which === "here") return realpathSync(io.cwd);
  throw new FettleError("usage.invalid", `--workspace is here or all, not ${which}`);
}

function tell({ hits, isPartial, isCut }: Found, io: SurfaceIo): void {
  const style = styleFor(io.stdout, io.env);
  if (hits.length === 0) io.stderr.write("Nothing was found. Words must be spelled as they were, or begin like that.\n");
  if (isPartial) io.stderr.write("No event holds all words; these hold some of them.\n");
  for (const { thread, seq, kind, at, excerpt } of hits) {
    const when = new Date(at).toISOString().slice(0, 16).replace("T", " ");
    const about = `${when}  ${kind.padEnd(8)}  ${escapeLine(thread.title) || "(no prompt)"} ${style.dim(escapeLine(thread.workspace))}`;
    io.stdout.write(`${style.bold(`${thread.thread} ${seq}`)}  ${about}\n    ${excerptText(excerpt, style)}\n`);
  }
  if (isCut) io.stderr.write("More was found: the newest of it was ranked. Further words narrow it down.\n");
  const [best] = hits;
  if (best !== undefined) io.stderr.write(style.dim(`fettle show ${best.thread.thread} --around ${best.seq}\n`));
}

function excerptText({ text, marks }: Excerpt, style: Style): string {
  let shown = "";
  let at = 0;
  for (const [from, to] of marks) {
    shown += escapeLine(text.slice(at, from)) + style.bold(escapeLine(text.slice(from, to)));
    at = to;
  }
  return shown + escapeLine(text.slice(at));
}

function toJson({ thread: { thread, workspace, title }, seq, kind, at, excerpt, score }: Hit): unknown {
  return { thread, seq, kind, at, workspace, title, text: excerpt.text, marks: excerpt.marks, score };
}

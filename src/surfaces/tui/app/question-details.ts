import type { Tool } from "../../../contract/tool.ts";
import { previewCall } from "../../support/call-preview.ts";
import { firstOf, textRows } from "../blocks/rows.ts";
import { fileDiffLines, fileDiffsOf, loadGrammars } from "../diff/file-diffs.ts";
import type { Highlighter } from "../markdown/highlighter.ts";
import { toLine } from "../markdown/run.ts";
import type { Language } from "../messages/catalogue.ts";
import { diffTexts } from "../messages/diff.ts";
import { questionTexts } from "../messages/question.ts";
import type { QuestionDetails } from "../panes/approval.ts";
import { type OpenCall, waitingCall } from "../state/open-call.ts";
import type { Question } from "../state/terminal-state.ts";
import { type Line, span } from "../text/line.ts";
import { wrap } from "../text/wrap.ts";
import { inputLines, linesOf } from "./input-lines.ts";

export interface DetailsOptions {
  workspace: string;
  /** Fettle's own folder. */
  home: string;
  language: Language;
  highlighter: Highlighter;
  signal: AbortSignal;
}

/** What a question is about, whole: what would be different in files, what would be run, or what the model wrote. */
export async function questionDetails(question: Question, options: DetailsOptions): Promise<QuestionDetails> {
  const call = question.call ?? (await callOfReply(question, options));
  if (call === undefined) return { hosts: [], linesIn: () => [] };
  const tool = await toolOf(call.name);
  const parsed = tool?.input.safeParse(call.input);
  const { more } = questionTexts[options.language];
  if (tool === undefined || parsed?.success !== true) return { hosts: [], linesIn: rowsOf(inputLines(call.input), more) };
  const { data: input } = parsed;
  const hosts = tool.hosts?.(input) ?? [];
  const script = tool.script?.(input);
  if (script !== undefined) return { hosts, linesIn: rowsOf(await scriptLines(script, tool.folder?.(input), options), more) };
  if (tool.effect === "write") return { hosts, linesIn: await changesOf(tool, input, options) };
  return { hosts, linesIn: rowsOf(inputLines(input), more) };
}

async function toolOf(name: string): Promise<Tool | undefined> {
  const { entries } = await import("../../../tools/index.gen.ts");
  return (await entries.find((entry) => entry.name === name)?.load())?.default;
}

/** Undefined when its reply cannot be read any more. */
async function callOfReply({ reply, event }: Question, { home }: DetailsOptions): Promise<OpenCall | undefined> {
  if (reply === undefined) return undefined;
  const { openBlobs } = await import("../../../log/blobs.ts");
  const items = JSON.parse((await openBlobs(home, event.thread).get(reply)).toString("utf8")) as { type: string; id: string }[];
  const call = items.find(({ type, id }) => type === "call" && id === event.item);
  return call === undefined ? undefined : waitingCall(call as unknown as Parameters<typeof waitingCall>[0]);
}

async function changesOf(tool: Tool, input: unknown, options: DetailsOptions): Promise<QuestionDetails["linesIn"]> {
  const { workspace, language, highlighter, signal } = options;
  const texts = questionTexts[language];
  const files = await previewCall(tool, input, { workspace, signal });
  if ("problem" in files) {
    const { problem } = files;
    const wanted = inputLines(input);
    return onceForEach((width, maxRows) => {
      const rows = [...textRows(texts.wouldFail(problem), { width, style: "warn" }), ...wanted.flatMap((line) => wrapped(line, width))];
      return firstOf(rows, maxRows, texts.more);
    });
  }
  await loadGrammars(files, highlighter);
  const look = { highlighter, texts: { ...diffTexts[language], moreLines: texts.more, moreFiles: texts.moreFiles } };
  return onceForEach((width, maxRows) => {
    // Where there is little room, what is different comes before what is around it.
    for (const context of [3, 1]) {
      const diffs = fileDiffsOf(files, context);
      const lines = fileDiffLines(diffs, { ...look, width, maxRows: maxRows + 1 });
      if (lines.length <= maxRows) return lines;
    }
    return fileDiffLines(fileDiffsOf(files, 0), { ...look, width, maxRows });
  });
}

async function scriptLines(script: string, folder: string | undefined, { highlighter, language }: DetailsOptions): Promise<Line[]> {
  await highlighter.load("bash");
  const colours = highlighter.open("bash");
  const lines = linesOf(script).map((line) => toLine(colours.next(line)));
  return folder === undefined ? lines : [[span(questionTexts[language].inFolder(folder), "dim")], ...lines];
}

function rowsOf(lines: readonly Line[], more: (rows: number) => string): QuestionDetails["linesIn"] {
  return onceForEach((width, maxRows) =>
    firstOf(
      lines.flatMap((line) => wrapped(line, width)),
      maxRows,
      more,
    ),
  );
}

function wrapped(line: Line, width: number): Line[] {
  return wrap(line, width, { indent: 2, hard: true });
}

/** A question is drawn with every key: it is laid out when there is other room for it. */
function onceForEach(layOut: (width: number, maxRows: number) => readonly Line[]): QuestionDetails["linesIn"] {
  let last: { width: number; maxRows: number; lines: readonly Line[] } | undefined;
  return (width, maxRows = Number.POSITIVE_INFINITY) => {
    if (last?.width !== width || last.maxRows !== maxRows) last = { width, maxRows, lines: layOut(width, maxRows) };
    return last.lines;
  };
}

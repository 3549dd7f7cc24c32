import * as z from "zod";
import { defineTool, type ToolContext, type ToolResult } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { sha256 } from "../lib/hash.ts";
import { resultLimits } from "./support/cut.ts";
import { numberLines, splitLines } from "./support/lines.ts";
import { rowsOf } from "./support/rows.ts";
import { loadFile, MAX_LOADED_BYTES } from "./support/load-file.ts";
import { imageTypes, mediaTypeOf } from "./support/media-type.ts";
import { notebookText } from "./support/notebook.ts";
import { onPath } from "./support/path-errors.ts";
import { refusable, Refusal } from "./support/refusal.ts";
import { scanLines } from "./support/scan-lines.ts";
import { formatSize } from "./support/size.ts";
import { decodeText, type TextFile } from "./support/text-file.ts";
import { fitting, showWindow, type WindowOptions } from "./support/window.ts";

/** What is kept of results: a cut one by its hash, any one by the id of its call. */
const keptPath = /^(?:blob:([0-9a-f]{64})|result:(\S+))$/;
/** What vendors take as base64, which is a third larger, with room to spare. */
const MAX_IMAGE_BYTES = 3_500_000;
const PDF_PAGES = 10;

export default defineTool({
  name: "read",
  summary: "Read a file: text with line numbers, images, PDF, notebooks; blob:HASH or result:ID pages an earlier result.",
  effect: "read",
  input: z.object({
    path: z.string(),
    offset: z.int().min(1).optional().describe("First line or PDF page"),
    limit: z.int().min(1).optional().describe("Lines or pages"),
  }),
  touches: ({ path }) => (keptPath.test(path) ? [] : [path]),
  title: ({ path }) => `read ${escapeLine(path)}`,
  run: ({ path, offset = 1, limit }, context) =>
    refusable(async () => {
      const [isKept, hash, item = ""] = keptPath.exec(path) ?? [];
      if (isKept === undefined) return await readFile(path, { offset, limit }, context);
      const text = hash === undefined ? await readResult(item, context) : await readBlob(hash, context);
      return { ok: true, text: showWindow(keptRows(text), { offset, limit }) };
    }),
});

async function readBlob(hash: string, { blobs }: ToolContext): Promise<string> {
  const content = await blobs.get(hash).catch((error: unknown) => {
    throw new Refusal(`No result is kept under blob:${hash}.`, { cause: error });
  });
  return content.toString("utf8");
}

async function readResult(item: string, { resultOf }: ToolContext): Promise<string> {
  const text = await resultOf(item);
  if (text === undefined) throw new Refusal(`No call of this thread has the id ${escapeLine(item)}.`);
  return text;
}

/** Their numbers are those that were told when the text was cut. */
function keptRows(text: string): string[] {
  const rows = rowsOf(text).map((row) => row.text);
  return rows.at(-1) === "" ? rows.slice(0, -1) : rows;
}

async function readFile(name: string, window: WindowOptions, context: ToolContext): Promise<ToolResult> {
  const { files } = context.sandbox;
  return onPath(files, name, async () => {
    const path = files.resolve(name);
    const bytes = await loadFile(files, path);
    if (bytes === undefined) return readLarge(path, window, context);
    context.seen.set(path, sha256(bytes));
    const mediaType = mediaTypeOf(bytes);
    if (mediaType !== undefined && imageTypes.has(mediaType)) return showImage(bytes, mediaType, context);
    if (mediaType === "application/pdf") return showPdf(bytes, window);
    const file = decodeText(bytes);
    if (file === undefined) return { ok: false, text: describeBinary(name, formatSize(bytes.length), mediaType) };
    const notebook = path.endsWith(".ipynb") ? notebookText(file.text) : undefined;
    if (notebook !== undefined)
      return { ok: true, text: `${showWindow(linesOf(notebook), window)}\n[cells shown as text; the file itself is JSON]` };
    return { ok: true, text: [showWindow(linesOf(file.text), window), ...spelling(file)].join("\n") };
  });
}

/** Nothing is recorded as seen: what is not loaded whole cannot be edited either. */
async function readLarge(
  path: string,
  { offset, limit = resultLimits.maxLines }: WindowOptions,
  context: ToolContext,
): Promise<ToolResult> {
  const { files } = context.sandbox;
  const head = await files.read(path, { offset: 0, maxBytes: 8000 });
  const encoding = decodeText(head)?.encoding;
  if (encoding === undefined)
    return { ok: false, text: describeBinary(path, `more than ${formatSize(MAX_LOADED_BYTES)}`, mediaTypeOf(head)) };
  if (encoding.startsWith("utf-16"))
    return { ok: false, text: `${escapeLine(path)} is a large file in ${encoding}. Convert it with shell first.` };

  const { lines, ended } = await scanLines(files, path, { offset, limit: Math.min(limit, resultLimits.maxLines), signal: context.signal });
  if (lines.length === 0) return { ok: true, text: `[the file ends before line ${offset}]` };
  const shown = fitting(lines, offset);
  const last = offset + shown.length - 1;
  const more = ended && shown.length === lines.length ? "" : `\n[lines ${offset}–${last} of a large file; go on with offset ${last + 1}]`;
  return { ok: true, text: numberLines(shown, offset) + more };
}

function showImage(bytes: Buffer, mediaType: string, { traits }: ToolContext): ToolResult {
  const what = `${mediaType}, ${formatSize(bytes.length)}`;
  if (!traits.images) return { ok: false, text: `This is an image (${what}), and you cannot see images.` };
  if (bytes.length > MAX_IMAGE_BYTES) return { ok: false, text: `This image is too large (${what}); make a smaller copy with shell.` };
  return { ok: true, text: what, parts: [{ type: "image", mediaType, data: bytes.toString("base64") }] };
}

async function showPdf(bytes: Buffer, { offset, limit = PDF_PAGES }: WindowOptions): Promise<ToolResult> {
  const { pdfPages } = await import("./support/pdf.ts");
  const { pages, total } = await pdfPages(bytes, { offset, limit }).catch((error: unknown) => {
    throw new Refusal(`This PDF cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  if (pages.length === 0) return { ok: true, text: `[there are only ${total} pages]` };
  const text = pages.map((page, index) => `--- page ${offset + index} of ${total}\n${page}`).join("\n");
  return { ok: true, text: offset + pages.length > total ? text : `${text}\n[go on with offset ${offset + pages.length}]` };
}

function describeBinary(name: string, size: string, mediaType: string | undefined): string {
  return `${escapeLine(name)} is binary: ${mediaType ?? "of unknown type"}, ${size}.`;
}

/** What the numbered lines do not show. */
function spelling({ text, encoding, bom }: TextFile): string[] {
  const crlf = text.split("\r\n").length - 1;
  const all = text.split("\n").length - 1;
  const facts = [
    ...(encoding === "utf-8" ? [] : [encoding]),
    ...(bom ? ["byte order mark"] : []),
    ...(crlf === 0 ? [] : [crlf === all ? "CRLF line ends" : `CRLF on ${crlf} of ${all} line ends`]),
    ...(text === "" || text.endsWith("\n") ? [] : ["no newline at the end"]),
  ];
  return facts.length === 0 ? [] : [`[${facts.join(", ")}]`];
}

function linesOf(text: string): string[] {
  return splitLines(text).map((line) => line.text);
}

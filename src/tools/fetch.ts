import * as z from "zod";
import { defineTool, type ToolResult } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { htmlText } from "./support/html-text.ts";
import { refusable, Refusal } from "./support/refusal.ts";
import { formatSize } from "./support/size.ts";
import { decodeText } from "./support/text-file.ts";

const MAX_BYTES = 5 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

export default defineTool({
  name: "fetch",
  summary: "Get a web page or API answer as text.",
  effect: "network",
  input: z.object({ url: z.string().describe("http or https") }),
  hosts: ({ url }) => {
    const parsed = parseUrl(url);
    return parsed === undefined ? [] : [parsed.hostname];
  },
  title: ({ url }) => escapeLine(`fetch ${url}`),
  run: ({ url }, { fetch, signal }) =>
    refusable(async () => {
      const parsed = parseUrl(url);
      if (parsed === undefined) throw new Refusal(`${escapeLine(url)} is not an http or https address.`);
      return report(await fetch(parsed.href, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, signal }));
    }),
});

function parseUrl(url: string): URL | undefined {
  const parsed = URL.parse(url);
  return parsed !== null && /^https?:$/.test(parsed.protocol) ? parsed : undefined;
}

interface Response {
  status: number;
  contentType: string;
  url: string;
  body: Buffer;
  truncated: boolean;
}

function report({ status, contentType, url, body, truncated }: Response): ToolResult {
  const readable = toReadable(body, contentType) ?? `[binary: ${contentType || "unknown type"}, ${formatSize(body.length)}]`;
  const heading = `${status} ${escapeLine(url)}`;
  const note = truncated ? `\n[only the first ${formatSize(body.length)} were fetched]` : "";
  return { ok: status < 400, text: `${heading}\n\n${readable}${note}` };
}

/** Undefined when the body is not text. */
function toReadable(body: Buffer, contentType: string): string | undefined {
  const text = decode(body, contentType);
  if (text === undefined) return undefined;
  if (/[/+]json\b/.test(contentType)) return prettyJson(text);
  return /html/.test(contentType) || /^\s*<!doctype html/i.test(text) ? htmlText(text) : text;
}

/** By the declared charset, where there is one that is known. */
function decode(body: Buffer, contentType: string): string | undefined {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1];
  try {
    if (charset !== undefined) return new TextDecoder(charset).decode(body);
  } catch {
    // A charset nobody knows: go by the bytes.
  }
  return decodeText(body)?.text;
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

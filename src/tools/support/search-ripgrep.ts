import { posix } from "node:path";
import type { Box } from "../../contract/sandbox.ts";
import type { FoundLine, Search } from "./found-line.ts";
import { Refusal } from "./refusal.ts";
import { runRipgrep } from "./ripgrep.ts";
import { decodeText } from "./text-file.ts";

/** ripgrep's `--json` records, as far as they are read. */
interface RipgrepRecord {
  type: string;
  data: { path?: RipgrepText; line_number?: number | null; lines?: RipgrepText };
}

/** `bytes` is base64, for what is not UTF-8. */
type RipgrepText = { text: string } | { bytes: string };

/**
 * Searches with ripgrep, in the box. False when there is none in the box, and nothing was searched.
 * Throws a `Refusal` when it rejects the pattern.
 */
export async function searchWithRipgrep(box: Box, search: Search): Promise<boolean> {
  const ran = await runRipgrep(box, {
    args: argumentsOf(search),
    separator: "\n",
    signal: search.signal,
    onRecord(bytes) {
      const found = foundLine(parseRecord(bytes));
      return found === undefined || !search.wanted(found.path) || search.onLine(found);
    },
  });
  if (ran?.timedOut === true) throw new Refusal("The search took too long. Narrow it with path or glob.");
  if (ran?.exitCode === 2) refuseComplaints(ran.output.toString("utf8"));
  return ran !== undefined;
}

function argumentsOf({ pattern, ignoreCase, firstOnly, context, root }: Search): string[] {
  return [
    "--json",
    // Slower than unsorted, but the same search gives the same answer.
    "--sort=path",
    "--engine=auto",
    "--crlf",
    ...(ignoreCase ? ["--ignore-case"] : []),
    ...(firstOnly ? ["--max-count=1"] : [`--context=${context}`]),
    `--regexp=${pattern}`,
    "--",
    root.path,
  ];
}

/** Errors are printed among the records; for a pattern it cannot compile, ripgrep explains at length and says why on a line of its own. */
function refuseComplaints(output: string): void {
  const reason = /^error: (.+)$/m.exec(output)?.[1];
  if (reason !== undefined) throw new Refusal(`Invalid regular expression: ${reason}`);
  const complaints = output.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
  if (complaints.length > 0) throw new Refusal(complaints.join("\n"));
}

/** Undefined for what is no line: records about files and the whole search, errors. */
function foundLine(record: RipgrepRecord | undefined): FoundLine | undefined {
  if (record === undefined) return undefined;
  const { type, data } = record;
  const { path, lines, line_number: line } = data;
  if ((type !== "match" && type !== "context") || path === undefined || lines === undefined || line == null) return undefined;
  return { path: posix.normalize(toText(path)), line, text: toText(lines).replace(/\r?\n$/, ""), matches: type === "match" };
}

/** Undefined when the line is no record. */
function parseRecord(bytes: Buffer): RipgrepRecord | undefined {
  if (bytes[0] !== "{".charCodeAt(0)) return undefined;
  try {
    return JSON.parse(bytes.toString("utf8")) as RipgrepRecord;
  } catch {
    return undefined;
  }
}

function toText(value: RipgrepText): string {
  if ("text" in value) return value.text;
  const bytes = Buffer.from(value.bytes, "base64");
  return decodeText(bytes)?.text ?? bytes.toString("latin1");
}

import { posix } from "node:path";
import type { Box } from "../../contract/sandbox.ts";
import type { Search } from "./found-line.ts";
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

/** Searches with ripgrep, in the box. Throws a `Refusal` when it rejects the pattern. */
export async function searchWithRipgrep(
  box: Box,
  program: string,
  { pattern, root, wanted, signal, onLine, ...search }: Search,
): Promise<void> {
  const args = [
    "--json",
    "--engine=auto",
    ...(search.ignoreCase ? ["--ignore-case"] : []),
    ...(search.firstOnly ? ["--max-count=1"] : [`--context=${search.context}`]),
    `--regexp=${pattern}`,
    "--",
    root.path,
  ];
  const complaints: string[] = [];
  const { exitCode, timedOut } = await runRipgrep(box, {
    program,
    args,
    separator: "\n",
    signal,
    onRecord: (bytes) => {
      const record = parseRecord(bytes);
      if (record === undefined) return complaints.push(bytes.toString("utf8")) > 0;
      const { path, lines, line_number: line } = record.data;
      if ((record.type !== "match" && record.type !== "context") || path === undefined || lines === undefined || line == null) return true;
      const name = posix.normalize(toText(path));
      if (!wanted(name)) return true;
      return onLine({ path: name, line, text: toText(lines).replace(/\r?\n$/, ""), matches: record.type === "match" });
    },
  });
  if (timedOut) throw new Refusal("The search took too long. Narrow it with path or glob.");
  if (exitCode === 2 && complaints.length > 0) throw new Refusal(complaints.join("\n").trim());
}

/** Undefined when the line is no record: errors are printed among them. */
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

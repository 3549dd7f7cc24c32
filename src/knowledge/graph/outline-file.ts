import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FoundFile } from "../walk/file-facts.ts";
import { entryFor, loadLanguage } from "./language-table.ts";
import { type PackedOutline, packOutline } from "./packed-outline.ts";

/** A file that may have changed, with the hash that the index has of it. */
export interface Candidate extends FoundFile {
  known?: Uint8Array;
}

/** What became of it: gone, as it was, or new. */
export type Outlined =
  | { path: string; gone: true }
  | (FoundFile & { same: true })
  | (FoundFile & { language: string; hash: Uint8Array; test: boolean; problem?: string; outline?: PackedOutline });

/** Larger ones are written by machines, for machines. */
const MAX_BYTES = 2 * 1024 * 1024;
const MAX_LINE = 20_000;

/** Reads a file and outlines it. Never rejects: what cannot be read or parsed is a problem of the file. */
export async function outlineFile(workspace: string, { known, ...file }: Candidate): Promise<Outlined> {
  const { path } = file;
  const entry = entryFor(path);
  if (entry === undefined) throw new Error(`unreachable: no language knows ${path}`);
  const language = await loadLanguage(entry);
  const facts = { ...file, language: entry.name, test: language.isTest?.(path) === true };
  if (file.size > MAX_BYTES) return { ...facts, hash: new Uint8Array(), problem: `larger than ${MAX_BYTES / 1024 / 1024} MiB` };
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(workspace, path));
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return { path, gone: true };
    return { ...facts, hash: new Uint8Array(), problem: `cannot be read: ${code}` };
  }
  const hash = createHash("sha256").update(bytes).digest();
  if (known !== undefined && hash.equals(known)) return { ...file, same: true };
  const problem = problemOf(bytes);
  if (problem !== undefined) return { ...facts, hash, problem };
  try {
    return { ...facts, hash, outline: packOutline(await language.outline({ path, text: decode(bytes) })) };
  } catch (error) {
    return { ...facts, hash, problem: `cannot be parsed: ${(error as Error).message}` };
  }
}

function problemOf(bytes: Buffer): string | undefined {
  // It may have grown since it was listed.
  if (bytes.length > MAX_BYTES) return `larger than ${MAX_BYTES / 1024 / 1024} MiB`;
  if (!isUtf16(bytes) && bytes.subarray(0, 8192).includes(0)) return "binary";
  for (let start = 0; start + MAX_LINE < bytes.length;) {
    const end = bytes.lastIndexOf(10, start + MAX_LINE);
    if (end < start) return `a line of more than ${MAX_LINE} bytes`;
    start = end + 1;
  }
  return undefined;
}

const isUtf16 = (bytes: Buffer): boolean => bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe;

/** What is no valid UTF-8 becomes replacement characters; a byte order mark is no part of the text. */
function decode(bytes: Buffer): string {
  if (isUtf16(bytes)) return bytes.toString("utf16le", 2);
  return bytes.toString("utf8", bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
}

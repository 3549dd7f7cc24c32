import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isPlainFolder, readPlainFile } from "./memory-folder.ts";
import { mentionedPaths } from "./mentioned-paths.ts";

/** An architecture decision record of the repository. It stays where it is: what is told of it is where it stands and what it decides. */
export interface Decision {
  /** Relative to the workspace. */
  path: string;
  title: string;
  /** As it is written, in lower case; empty when nothing is said. */
  status: string;
  /** Whether it does not hold any more, or never did: superseded, deprecated, rejected. */
  isPast: boolean;
  /** What is decided: the section of that name, or the beginning. */
  decision: string;
  /** The whole text. */
  body: string;
  /** Files and folders of the workspace that it speaks of. */
  paths: string[];
}

/** Where projects keep them: adr-tools, MADR, log4brains, and what else is usual. */
const folders = [
  "docs/adr",
  "docs/adrs",
  "docs/decisions",
  "docs/architecture/decisions",
  "docs/architecture/adr",
  "docs/architecture-decisions",
  "doc/adr",
  "doc/decisions",
  "doc/architecture/decisions",
  "adr",
  "decisions",
  "architecture/decisions",
  ".adr",
] as const;

const MAX_FILES = 2000;
const MAX_BYTES = 256 << 10;
const MAX_DECISION = 600;
/** Of lines and text that patterns look through which take its square. */
const MAX_LINE = 500;
const MAX_PLAIN = 4 * MAX_DECISION;

/** The decision records of a workspace, by path. Links are not followed. */
export function findDecisions(workspace: string): Decision[] {
  const files = folders.flatMap((folder) => markdownIn(workspace, folder, 2));
  return files.slice(0, MAX_FILES).flatMap((path) => {
    const text = readPlainFile(join(workspace, path), MAX_BYTES)?.toString("utf8");
    const decision = text === undefined ? undefined : readDecision(path, text, workspace);
    return decision === undefined ? [] : [decision];
  });
}

function markdownIn(workspace: string, folder: string, depth: number): string[] {
  if (!isPlainFolder(join(workspace, folder), workspace)) return [];
  return namesIn(join(workspace, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    const stats = lstatSync(join(workspace, path), { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return depth > 1 ? markdownIn(workspace, path, depth - 1) : [];
    return stats?.isFile() === true && /\.(?:md|markdown)$/i.test(name) && !isOther(name) ? [path] : [];
  });
}

/** None of a folder that may not be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Templates, lists and the like beside the records. */
function isOther(name: string): boolean {
  return /^(?:readme|index|template|adr-template|0000-template|.*[-_.]template|_.*)\.(?:md|markdown)$/i.test(name);
}

/** A record in any of the usual forms: Nygard's sections, MADR's list or front matter, or a heading and text. Undefined for what has no title. */
export function readDecision(path: string, text: string, workspace: string): Decision | undefined {
  const { head, body } = withoutHead(text.replaceAll("\r\n", "\n"));
  const short = { head: cutLines(head), body: cutLines(body) };
  const heading = /^# +(.+)$/m.exec(short.body)?.[1] ?? /^title: *["']?(.+?)["']? *$/m.exec(short.head)?.[1];
  if (heading === undefined) return undefined;
  const status = statusOf(short.head, short.body);
  const sections = sectionsOf(body);
  const decided = sections.find(({ name }) => /^(?:decision|decision outcome|we decided|outcome|chosen option)\b/i.test(name));
  const beginning = decided?.text ?? sections[0]?.text ?? "";
  return {
    path,
    title: heading.replace(/^(?:ADR[- ]?)?\d+[.:)]?[ -]+(?=\S)/i, "").trim(),
    status,
    isPast: /^(?:superseded|superceded|deprecated|rejected|obsolete|replaced|amended by|withdrawn)/.test(status),
    decision: plain(beginning.slice(0, MAX_PLAIN)).slice(0, MAX_DECISION),
    body,
    paths: mentionedPaths(body, workspace),
  };
}

function withoutHead(text: string): { head: string; body: string } {
  const [, head = "", body = text] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
  return { head, body };
}

function cutLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.slice(0, MAX_LINE))
    .join("\n");
}

/** In the front matter, a list item or table row, or a section of its own: there the last line counts, as adr-tools adds new ones below. */
function statusOf(head: string, body: string): string {
  const inHead = /^status: *["']?([^"'\n]+)/im.exec(head)?.[1];
  const inList = /^(?:[*-] +|\| *)?\**status\**:?\**(?: *\| *|:? +)["']?([^\n|]+)/im.exec(body)?.[1];
  const section = sectionsOf(body).find(({ name }) => /^status$/i.test(name))?.text;
  const lines = section?.split("\n").filter((line) => line.trim() !== "") ?? [];
  const past = lines.find((line) => /supersed|superced|deprecat|reject|obsolete/i.test(line) && !/^\W*supersedes/i.test(line));
  return plain(inHead ?? (section === undefined ? inList : (past ?? lines[0])) ?? "").toLowerCase();
}

function sectionsOf(body: string): { name: string; text: string }[] {
  const parts = body.split(/^#{1,6} +(.+)$/m);
  const sections: { name: string; text: string }[] = [];
  for (let index = 1; index < parts.length; index += 2) {
    const text = parts[index + 1]!.trim();
    if (text !== "") sections.push({ name: parts[index]!.trim(), text });
  }
  return sections;
}

/** Markdown as one line of text: links by their words, without marks, comments and what is struck through. */
function plain(text: string): string {
  return text
    .replaceAll(/<!--[^]*?-->|~~[^~]*~~/g, " ")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[*_`]+/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

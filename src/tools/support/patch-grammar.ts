/**
 * The patch format that GPT models are trained on:
 *
 *     *** Begin Patch
 *     *** Update File: src/a.ts
 *     *** Move to: src/b.ts
 *     @@ class A
 *      context
 *     -removed
 *     +added
 *     *** End of File
 *     *** Add File: src/c.ts
 *     +content
 *     *** Delete File: src/d.ts
 *     *** End Patch
 */
import { Refusal } from "./refusal.ts";

/** One place of a file and what it becomes. */
export interface Hunk {
  /** Lines that stand, in this order, before the place. */
  anchors: string[];
  /** The lines of the place: context and removed ones. */
  old: string[];
  /** What stands there afterwards: context and added ones. */
  new: string[];
  /** The place is the end of the file. */
  atEnd: boolean;
}

export type FilePatch =
  | { type: "add"; path: string; content: string }
  | { type: "delete"; path: string }
  | { type: "update"; path: string; moveTo?: string; hunks: Hunk[] };

const header = /^\*\*\* (Add|Delete|Update) File: (.+?)\s*$/;
const move = /^\*\*\* Move to: (.+?)\s*$/;

/** Every path that a patch names, well-formed or not. */
export function pathsOfPatch(patch: string): string[] {
  return patch.split("\n").flatMap((line) => header.exec(line)?.[2] ?? move.exec(line)?.[1] ?? []);
}

/** Throws a `Refusal` naming the line that is wrong. Lines before `Begin Patch` and after `End Patch` are not read. */
export function parsePatch(patch: string): FilePatch[] {
  const lines = patch.replaceAll("\r\n", "\n").split("\n");
  const begin = lines.findIndex((line) => line.trim() === "*** Begin Patch");
  const end = lines.findLastIndex((line) => line.trim() === "*** End Patch");
  if (begin === -1) throw new Refusal("The patch must begin with the line `*** Begin Patch`.");
  if (end < begin) throw new Refusal("The patch must end with the line `*** End Patch`.");

  const reader = new PatchReader(lines, begin + 1, end);
  const files: FilePatch[] = [];
  while (!reader.done) files.push(parseFile(reader));
  if (files.length === 0) throw new Refusal("The patch names no file.");
  return files;
}

/** The lines of a patch, read one by one. */
class PatchReader {
  readonly #lines: readonly string[];
  readonly #end: number;
  #next: number;

  constructor(lines: readonly string[], from: number, end: number) {
    this.#lines = lines;
    this.#next = from;
    this.#end = end;
  }

  get done(): boolean {
    return this.#next >= this.#end;
  }

  /** The next line, or a file header when there is none: both end what came before. */
  get line(): string {
    return this.done ? "*** End Patch" : this.#lines[this.#next]!;
  }

  take(): string {
    const { line } = this;
    this.#next++;
    return line;
  }

  refuse(expected: string): never {
    throw new Refusal(`Line ${this.#next + 1} of the patch, \`${this.line}\`: expected ${expected}.`);
  }
}

function parseFile(reader: PatchReader): FilePatch {
  const [, kind, path] =
    header.exec(reader.line) ?? reader.refuse("`*** Add File: PATH`, `*** Delete File: PATH` or `*** Update File: PATH`");
  reader.take();
  if (kind === "Add") return { type: "add", path: path!, content: parseContent(reader) };
  if (kind === "Delete") return { type: "delete", path: path! };
  const moveTo = move.exec(reader.line)?.[1];
  if (moveTo !== undefined) reader.take();
  const hunks: Hunk[] = [];
  while (!isHeader(reader.line)) hunks.push(parseHunk(reader));
  if (hunks.length === 0 && moveTo === undefined) reader.refuse(`a change to ${path}`);
  return { type: "update", path: path!, ...(moveTo !== undefined && { moveTo }), hunks };
}

function parseContent(reader: PatchReader): string {
  let content = "";
  while (!isHeader(reader.line)) {
    if (!reader.line.startsWith("+")) reader.refuse("a line of the new file, beginning with `+`");
    content += `${reader.take().slice(1)}\n`;
  }
  return content;
}

function parseHunk(reader: PatchReader): Hunk {
  const hunk: Hunk = { anchors: [], old: [], new: [], atEnd: false };
  while (reader.line.startsWith("@@")) {
    const anchor = anchorOf(reader.take());
    if (anchor !== undefined) hunk.anchors.push(anchor);
  }
  const count = () => hunk.old.length + hunk.new.length;
  while (!isHeader(reader.line) && !reader.line.startsWith("@@")) {
    if (reader.line === "*** End of File") {
      reader.take();
      hunk.atEnd = true;
      break;
    }
    parseHunkLine(reader, hunk);
  }
  if (count() === 0) reader.refuse("a line beginning with a space, `-` or `+`");
  return hunk;
}

function parseHunkLine(reader: PatchReader, hunk: Hunk): void {
  const { line } = reader;
  const text = line.slice(1);
  // Models leave out the space of an empty context line.
  if (line === "" || line.startsWith(" ")) {
    hunk.old.push(text);
    hunk.new.push(text);
  } else if (line.startsWith("-")) hunk.old.push(text);
  else if (line.startsWith("+")) hunk.new.push(text);
  else reader.refuse("a line beginning with a space, `-` or `+`");
  reader.take();
}

/** Undefined for a bare `@@`, and for the line numbers of a unified diff, which models get wrong. */
function anchorOf(line: string): string | undefined {
  const anchor = line
    .slice(2)
    .replace(/^ /, "")
    .replace(/^-\d+(,\d+)? \+\d+(,\d+)? @@ ?/, "");
  return anchor.trim() === "" || anchor.trim() === "@@" ? undefined : anchor;
}

function isHeader(line: string): boolean {
  return header.test(line) || line.trim() === "*** End Patch";
}

import { hash } from "node:crypto";
import type { Event } from "../contract/event.ts";
import { readLines } from "./lines.ts";
import { MerkleTree } from "./merkle.ts";
import { parseLine, skippedLine, type SkippedLine } from "./parse-line.ts";
import { segmentNumbers } from "./segments.ts";

/** `prev` of a first line. */
export const NO_LINE = "0".repeat(64);

/** Where the chain of hashes breaks first. */
export interface Break {
  kind: "edited" | "deleted";
  /** Of the first line that cannot be vouched for. */
  seq: number;
  /** The hash the next line names, and the one found. */
  expected: string;
  actual: string;
}

/** What one pass over a log finds out. */
export interface Scan {
  /** What the next event's `seq` and `prev` are. */
  nextSeq: number;
  head: string;
  /** Over all whole lines, readable or not. */
  tree: MerkleTree;
  /** Roots at the sizes asked for, as far as the log reaches. */
  roots: ReadonlyMap<number, Buffer>;
  /** The last segment, and how many of its bytes are whole lines. */
  end: { number: number; bytes: number };
  /** Bytes after the last whole line: a write that a crash cut off. */
  tornBytes: number;
  skipped: readonly SkippedLine[];
  firstBreak: Break | undefined;
}

/** Reads a log once, in chunks, checks its chain and hands every readable event to `onEvent`, in order. */
export async function scanLog({
  dir,
  thread,
  sizes,
  onEvent,
}: {
  dir: string;
  thread: string;
  sizes: ReadonlySet<number>;
  onEvent?: (event: Event) => void;
}): Promise<Scan> {
  const tree = new MerkleTree();
  const roots = new Map<number, Buffer>();
  const skipped: SkippedLine[] = [];
  const end = { number: segmentNumbers(dir).at(-1)!, bytes: 0 };
  let nextSeq = 0;
  let head = NO_LINE;
  let tornBytes = 0;
  let firstBreak: Break | undefined;

  for await (const lines of readLines(dir)) {
    for (const line of lines) {
      if (!line.whole && line.segment === end.number) {
        tornBytes = line.bytes.length;
        continue;
      }
      const lineHash = hash("sha256", line.bytes);
      const parsed = parseLine(line, thread);
      if (typeof parsed === "string") {
        skipped.push(skippedLine(line, { thread, seq: nextSeq, problem: parsed }));
        firstBreak ??= { kind: "edited", seq: nextSeq, expected: "an event", actual: parsed };
        nextSeq++;
      } else {
        firstBreak ??= breakBefore(parsed, nextSeq, head);
        onEvent?.(parsed);
        nextSeq = parsed.seq + 1;
      }
      head = lineHash;
      tree.append(line.bytes);
      if (sizes.has(tree.size)) roots.set(tree.size, tree.root());
      if (line.segment === end.number) end.bytes = line.offset + line.bytes.length + 1;
    }
  }
  return { nextSeq, head, tree, roots, end, tornBytes, skipped, firstBreak };
}

function breakBefore({ seq, prev }: Event, expectedSeq: number, actual: string): Break | undefined {
  if (seq === expectedSeq && prev === actual) return undefined;
  if (seq > expectedSeq) return { kind: "deleted", seq: expectedSeq, expected: prev, actual };
  return { kind: "edited", seq: Math.max(0, Math.min(seq, expectedSeq - 1)), expected: prev, actual };
}

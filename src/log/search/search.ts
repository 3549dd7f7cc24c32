import { closeSync, openSync, readSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { ancestorsOf } from "../ancestors.ts";
import { openBlobs } from "../blobs.ts";
import { threadPaths } from "../home.ts";
import { ifReadable } from "../if-readable.ts";
import { parseLine } from "../parse-line.ts";
import { segmentPath } from "../segments.ts";
import { threadFacts, type ThreadFacts } from "../threads.ts";
import { type DocumentKind, documentKinds, documentOf } from "./documents.ts";
import { type Excerpt, excerptOf } from "./excerpt.ts";
import { withIndex, workspaceWord } from "./index-file.ts";
import { updateIndex, type UpdateOptions } from "./update.ts";
import { toWanted, type Wanted } from "./words.ts";

export interface Search extends UpdateOptions {
  /** As a person types it. */
  text: string;
  /** Only threads of this workspace, an absolute path. */
  workspace?: string | undefined;
  /** Only this thread, by its whole id, with what it has from those it was forked from. */
  thread?: string | undefined;
  /** Most hits that are returned. */
  limit: number;
  /** Most hits of one thread; none when only one is searched. */
  perThread?: number;
  /** Milliseconds since the epoch, against which age counts. */
  now: number;
}

/** An event in which all words were found. */
export interface Hit {
  thread: ThreadFacts;
  seq: number;
  kind: DocumentKind;
  at: number;
  excerpt: Excerpt;
  /** Higher is better; of one search only. */
  score: number;
}

export interface Found {
  hits: Hit[];
  /** Whether no event holds all words: the hits hold some of them. */
  isPartial: boolean;
  /** Whether more matched than were ranked: the newest. */
  isCut: boolean;
}

/** Matches that are ranked, the newest ones: a word that is in every second event costs no more than another. */
const MAX_RANKED = 2000;
/** A hit of this age counts half as much as one of now, and none counts less than that. */
const HALF_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/** What a hit of each kind is worth: what people have said before what programs have printed. */
const worth: Readonly<Record<DocumentKind, number>> = {
  prompt: 2,
  question: 1.5,
  reply: 1.3,
  files: 1.3,
  call: 1.2,
  failure: 1.2,
  verdict: 1.1,
  receipt: 1,
  output: 0.8,
};

/** Searches all threads, after reading what is new in them. */
export async function searchThreads(search: Search): Promise<Found> {
  return await withIndex(search.home, async (index) => {
    await updateIndex(index, search);
    return await find(index, search);
  });
}

async function find(index: DatabaseSync, search: Search): Promise<Found> {
  const wanted = toWanted(search.text);
  if (wanted.conditions.length === 0) return { hits: [], isPartial: false, isCut: false };
  const scope = await scopeOf(search);
  let ranked = rank(index, search.now, { match: wanted.conditions.join(" AND "), scope });
  const isPartial = ranked.length === 0 && wanted.conditions.length > 1;
  if (isPartial) ranked = rank(index, search.now, { match: `(${wanted.conditions.join(" OR ")})`, scope });
  return { hits: await toHits(ranked, search, wanted), isPartial: isPartial && ranked.length > 0, isCut: ranked.length === MAX_RANKED };
}

interface Ranked {
  thread: string;
  kind: DocumentKind;
  seq: number;
  at: number;
  segment: number;
  offset: number;
  score: number;
}

/** Words of the column `scope` of which one must be there, and what of it counts; none when all do. */
interface Scope {
  words: readonly string[];
  holds(found: { thread: string; seq: number }): boolean;
}

async function scopeOf({ home, workspace, thread }: Search): Promise<Scope> {
  const isHere = workspace === undefined ? [] : [workspaceWord(workspace)];
  if (thread === undefined) return { words: isHere, holds: () => true };
  const points = await ancestorsOf(home, thread);
  const last = new Map(points.map(({ thread, seq }) => [thread, seq]));
  return { words: [thread, ...last.keys()], holds: (found) => found.thread === thread || found.seq <= (last.get(found.thread) ?? -1) };
}

/** Best first. */
function rank(index: DatabaseSync, now: number, { match, scope: { words, holds } }: { match: string; scope: Scope }): Ranked[] {
  const rows = index
    .prepare(
      `SELECT t.thread, d.kind, d.seq, d.at, d.segment, d.offset, f.rank
       FROM (SELECT rowid, bm25(texts, 0, 1, 0.5) AS rank FROM texts WHERE texts MATCH ? ORDER BY rowid DESC LIMIT ${MAX_RANKED}) f
       JOIN documents d ON d.id = f.rowid JOIN threads t ON t.id = d.thread`,
    )
    .all(words.length === 0 ? match : `{scope}: (${words.map((word) => `"${word}"`).join(" OR ")}) AND ${match}`);
  return rows
    .map((row): Ranked => {
      const kind = documentKinds[Number(row["kind"])]!;
      const at = Number(row["at"]);
      const freshness = 0.5 + 0.5 * 2 ** (-Math.max(0, now - at) / HALF_AGE_MS);
      return { ...(row as Omit<Ranked, "kind" | "score">), kind, at, score: -Number(row["rank"]) * worth[kind] * freshness };
    })
    .filter(holds)
    .sort((a, b) => b.score - a.score || b.at - a.at);
}

async function toHits(
  ranked: readonly Ranked[],
  { home, thread, limit, perThread = limit, redact }: Search,
  wanted: Wanted,
): Promise<Hit[]> {
  const hits: Hit[] = [];
  const counts = new Map<string, number>();
  const facts = new Map<string, ThreadFacts | undefined>();
  for (const one of ranked) {
    if (hits.length === limit) break;
    const count = counts.get(one.thread) ?? 0;
    if (thread === undefined && count >= perThread) continue;
    if (!facts.has(one.thread))
      facts.set(
        one.thread,
        ifReadable(() => threadFacts(home, one.thread)),
      );
    const about = facts.get(one.thread);
    const text = about && (await textOf(home, one));
    if (about === undefined || text === undefined) continue;
    counts.set(one.thread, count + 1);
    const { kind, seq, at, score } = one;
    hits.push({ thread: about, seq, kind, at, score, excerpt: excerptOf(redact(text), wanted.phrases) });
  }
  return hits;
}

/** The text that was found, from the log; undefined when it is not there any more. */
async function textOf(home: string, { thread, seq, segment, offset }: Ranked): Promise<string | undefined> {
  const bytes = ifReadable(() => lineAt(segmentPath(threadPaths(home, thread).dir, segment), offset));
  const event = bytes && parseLine({ bytes, whole: true }, thread);
  if (event === undefined || typeof event === "string" || event.seq !== seq) return undefined;
  return (await documentOf(event, openBlobs(home, thread)))?.text;
}

/** The line that begins there, without its newline. */
function lineAt(path: string, offset: number): Buffer {
  const file = openSync(path, "r");
  try {
    const pieces: Buffer[] = [];
    for (let at = offset; ;) {
      const piece = Buffer.allocUnsafe(64 << 10);
      const bytes = readSync(file, piece, 0, piece.length, at);
      const end = piece.subarray(0, bytes).indexOf("\n");
      pieces.push(piece.subarray(0, end < 0 ? bytes : end));
      if (end >= 0 || bytes === 0) return Buffer.concat(pieces);
      at += bytes;
    }
  } finally {
    closeSync(file);
  }
}

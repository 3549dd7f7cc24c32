/**
 * `npm run bench -- search`: what a search of all threads costs: over a million lines of logs, the index made from nothing, a search
 * when nothing is new, and one after a turn more. The logs are made of this repository's own lines, in turns as an agent makes them.
 */
import { appendFileSync, globSync, mkdirSync, mkdtempDisposableSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { indexPath } from "../src/log/search/index-file.ts";
import { searchThreads } from "../src/log/search/search.ts";
import { threadPaths } from "../src/log/home.ts";
import { newThreadId } from "../src/log/thread-id.ts";
import { segmentPath } from "../src/log/segments.ts";
import { environmentRedactor } from "../src/lib/redact/environment-redactor.ts";
import { quantile } from "./statistics.ts";
import { makeTurn } from "./search/turn.ts";

const LINES = 1_000_000;
const TURNS_PER_THREAD = 30;
const SEARCHES = 200;

export async function benchSearch(): Promise<void> {
  using folder = mkdtempDisposableSync("/var/tmp/fettle-bench-search-");
  const home = folder.path;
  const random = numbers(7);
  const texts = linesOf(resolve(import.meta.dirname, "../src"));
  const { lines, bytes, last } = makeLogs(home, { texts, random });
  console.log(`${lines} lines of logs, ${megabytes(bytes)} MB`);

  const redact = environmentRedactor({});
  const search = (text: string) =>
    searchThreads({ home, text, redact, signal: new AbortController().signal, limit: 20, perThread: 3, now: Date.now() });
  const made = await cost(() => search("nothing of this kind"));
  console.log(
    `index made from nothing: ${made.cpuS.toFixed(1)} s CPU, ${made.wallS.toFixed(1)} s, peak ${megabytes(process.resourceUsage().maxRSS * 1024)} MB of memory, ${megabytes(statSync(indexPath(home)).size)} MB of index`,
  );

  const [cpu, wall]: [number[], number[]] = [[], []];
  for (let count = 0; count < SEARCHES; count++) {
    const words = pick(texts, random).match(/\w{3,}/g) ?? ["const"];
    const { cpuS, wallS } = await cost(() => search(words.slice(0, 1 + Math.floor(random() * 3)).join(" ")));
    cpu.push(cpuS * 1000);
    wall.push(wallS * 1000);
  }
  const spread = (ms: readonly number[]) => [0.5, 0.95, 1].map((share) => quantile(ms, share).toFixed(0)).join(" / ");
  console.log(`${SEARCHES} searches of 1 to 3 words, median / p95 / worst: ${spread(cpu)} ms CPU, ${spread(wall)} ms`);

  appendFileSync(last.file, makeTurn({ thread: last.thread, seq: last.seq, text: () => pick(texts, random), random }).join(""));
  const more = await cost(() => search("nothing of this kind"));
  console.log(`after a turn more: ${(more.cpuS * 1000).toFixed(0)} ms CPU, ${(more.wallS * 1000).toFixed(0)} ms`);
}

function makeLogs(home: string, { texts, random }: { texts: readonly string[]; random: () => number }) {
  let [lines, bytes] = [0, 0];
  let last = { thread: "", seq: 0, file: "" };
  for (let number = 0; lines < LINES; number++) {
    const thread = newThreadId(1_700_000_000_000 + number * 60_000);
    const { dir } = threadPaths(home, thread);
    mkdirSync(dir, { recursive: true });
    const begun = {
      v: 1,
      seq: 0,
      at: 0,
      thread,
      prev: "",
      type: "thread.started",
      workspace: `/home/u/project-${number % 20}`,
      model: "m",
      sandbox: "s",
      fettle: "0",
    };
    const log = [`${JSON.stringify(begun)}\n`];
    for (let turn = 0; turn < TURNS_PER_THREAD; turn++)
      log.push(...makeTurn({ thread, seq: log.length, text: () => pick(texts, random), random }));
    const file = segmentPath(dir, 1);
    writeFileSync(file, log.join(""));
    lines += log.length;
    bytes += statSync(file).size;
    last = { thread, seq: log.length, file };
  }
  return { lines, bytes, last };
}

/** Pieces of some lines, as they follow each other. */
function linesOf(folder: string): string[] {
  const lines = globSync("**/*.ts", { cwd: folder }).flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"));
  return Array.from({ length: Math.floor(lines.length / 4) }, (_, index) => lines.slice(index * 4, index * 4 + 4).join("\n"));
}

function pick(texts: readonly string[], random: () => number): string {
  return texts[Math.floor(random() * texts.length)]!;
}

async function cost(act: () => Promise<unknown>): Promise<{ cpuS: number; wallS: number }> {
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  await act();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuS: (user + system) / 1e6, wallS: (performance.now() - from) / 1000 };
}

/** The same numbers in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

/**
 * `npm run bench -- recall`: what it costs to recall memories: 2,000 of them, made of this repository's own history, and the questions of
 * the test that says how well it recalls. Processor time, since other work would be in any other.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createRecallIndex } from "../src/knowledge/recall/recall-index.ts";
import { quantile } from "./statistics.ts";

const MEMORIES = 2000;
const fixtures = resolve(import.meta.dirname, "../test/fixtures/recall");

export async function benchRecall(): Promise<void> {
  const history = linesOf("history.jsonl").map((line) => JSON.parse(line) as { subject: string; paths: string[] });
  const subject = (index: number) => history[index % history.length]!.subject;
  const memories = Array.from({ length: MEMORIES }, (_, index) => ({
    title: subject(index),
    // Some sentences of others: as long as a memory is.
    body: [7, 13, 29, 31].map((step) => subject(index * step + 1)).join("\n"),
    paths: history[index % history.length]!.paths,
  }));
  let index = createRecallIndex<(typeof memories)[number]>([]);
  const made = cpuMs(() => (index = createRecallIndex(memories)));
  const asked = linesOf("questions.tsv").map((line) => cpuMs(() => index.recall(line.split("\t")[1]!, 5)));
  const spread = [0.5, 0.95, 1].map((share) => quantile(asked, share).toFixed(1)).join(" / ");
  console.log(`${MEMORIES} memories: index made in ${made.toFixed(0)} ms, ${asked.length} questions, median / p95 / worst: ${spread} ms`);
}

function linesOf(name: string): string[] {
  return readFileSync(resolve(fixtures, name), "utf8").trim().split("\n");
}

function cpuMs(act: () => unknown): number {
  const from = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

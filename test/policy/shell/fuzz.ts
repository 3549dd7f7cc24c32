import { readFileSync } from "node:fs";
import { classify } from "../../../src/policy/shell/classify.ts";
import { openOracle } from "./bash-oracle.ts";
import { mutants } from "./mutants.ts";

const fixtures = new URL("../../fixtures/shell/", import.meta.url);

export interface Attack {
  readonly id: string;
  readonly script: string;
  /** Whether bash 5.2 ran `evil` in it. */
  readonly executesMarker: boolean;
}

export function attacks(): Attack[] {
  return JSON.parse(readFileSync(new URL("attacks.json", fixtures), "utf8")) as Attack[];
}

/** One script per line; a line in double quotes is JSON, for scripts of several lines. */
export function benign(): string[] {
  const lines = readFileSync(new URL("benign.txt", fixtures), "utf8").trim().split("\n");
  return lines.map((line) => (line.startsWith('"') ? (JSON.parse(line) as string) : line));
}

export interface Fuzzed {
  /** Different mutants that were classified as known, and so were run by bash. */
  readonly known: number;
  /** Of those, how many hold the name of the marker. */
  readonly withMarker: number;
  /** Those in which bash ran the marker. Must be none. */
  readonly executed: string[];
  readonly hung: string[];
}

/** Classifies mutants of both corpora and runs each known one with real bash. */
export function fuzz(
  count: number,
  seed: number,
  isKnown = (script: string) => classify(script).known,
  onProgress?: (done: number) => void,
): Fuzzed {
  using oracle = openOracle();
  const corpus = [...attacks().map(({ script }) => script), ...benign()];
  const known = new Set<string>();
  let done = 0;
  for (const mutant of mutants(corpus, count, seed)) {
    if (isKnown(mutant)) known.add(mutant);
    if (++done % 50_000 === 0) onProgress?.(done);
  }
  const scripts = [...known].filter((script) => !script.includes("\0"));
  return { known: scripts.length, withMarker: scripts.filter((script) => script.includes("evil")).length, ...oracle.run(scripts) };
}

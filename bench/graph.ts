/**
 * `npm run bench -- graph`: what the graph costs over ten thousand TypeScript files, which are this repository's own in many copies, each
 * a package of a workspace: the index made from nothing, again when nothing has changed, after one file has changed, and what questions to it cost.
 * `GRAPH_FILES=80000 npm run bench -- graph` for another number. Needs a build.
 */
import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { importCycles } from "../src/knowledge/graph/queries/cycles.ts";
import { impactOf } from "../src/knowledge/graph/queries/impact.ts";
import { mapOf } from "../src/knowledge/graph/queries/map.ts";
import { pathBetween } from "../src/knowledge/graph/queries/path.ts";
import { referencesTo } from "../src/knowledge/graph/queries/references.ts";
import { toSymbol } from "../src/knowledge/graph/queries/symbols.ts";
import { selectTests } from "../src/knowledge/graph/queries/tests.ts";
import { GraphReader } from "../src/knowledge/graph/reader.ts";
import { schema, VERSION } from "../src/knowledge/graph/schema.ts";
import { openDerived } from "../src/lib/derived-database.ts";
import { quantile } from "./statistics.ts";

/** How many files or definitions a quick question is asked about, and how often one about the whole tree. */
const SAMPLES = 300;
const ROUNDS = 5;
const FILES = Number(process.env["GRAPH_FILES"] ?? 10_000);

interface Cost {
  cpuMs: number;
  wallMs: number;
}

interface Measured {
  cold: Cost & { files: number };
  peakMb: number;
  nothing: Cost;
  one: Cost[];
  databaseMb: number;
}

export function benchGraph(): Promise<void> {
  using folder = mkdtempDisposableSync("/var/tmp/fettle-bench-graph-");
  const workspace = join(folder.path, "workspace");
  const bytes = makeWorkspace(workspace);
  const file = join(folder.path, "graph.db");
  const program = resolve(import.meta.dirname, "graph/index-once.ts");
  const changed = "packages/p0/src/lib/path.ts";
  const output = execFileSync(process.execPath, [program, workspace, file, changed], { encoding: "utf8", maxBuffer: 2 ** 24 });
  const { cold, peakMb, nothing, one, databaseMb } = JSON.parse(output) as Measured;
  console.log(`${cold.files} files, ${(bytes / 1e6).toFixed(0)} MB`);
  console.log(`index made from nothing: ${seconds(cold)}, peak ${peakMb.toFixed(0)} MB of memory, ${databaseMb.toFixed(1)} MB of index`);
  console.log(`nothing has changed: ${nothing.cpuMs.toFixed(0)} ms CPU, ${nothing.wallMs.toFixed(0)} ms`);
  const spread = (values: readonly number[]) => [0.5, 0.95].map((share) => quantile(values, share).toFixed(1)).join(" / ");
  console.log(
    `one file has changed, median / p95: ${spread(one.map(({ cpuMs }) => cpuMs))} ms CPU, ${spread(one.map(({ wallMs }) => wallMs))} ms`,
  );
  readIndex(file);
  return Promise.resolve();
}

const seconds = ({ cpuMs, wallMs }: Cost) => `${(cpuMs / 1000).toFixed(1)} s CPU, ${(wallMs / 1000).toFixed(1)} s`;

function makeWorkspace(workspace: string): number {
  const source = resolve(import.meta.dirname, "../src");
  const texts = new Map(globSync("**/*.ts", { cwd: source }).map((path) => [path, readFileSync(join(source, path))]));
  let [count, bytes] = [0, 0];
  for (let copy = 0; count < FILES; copy++) {
    put(join(workspace, `packages/p${copy}/package.json`), JSON.stringify({ name: `p${copy}`, dependencies: { [`p${copy + 1}`]: "*" } }));
    for (const [path, text] of texts) {
      if (count >= FILES) break;
      put(join(workspace, `packages/p${copy}/src`, path), text);
      count++;
      bytes += text.length;
    }
  }
  put(join(workspace, "package.json"), JSON.stringify({ workspaces: ["packages/*"] }));
  return bytes;
}

function put(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function readIndex(file: string): void {
  const open = () => new GraphReader({ file, open: () => openDerived({ file, version: VERSION, schema }) });
  const reader = open();
  const files = [...reader.files()].filter(({ language }) => language !== undefined);
  // Steps of a prime, so that not the same file of each copy is taken.
  const some = <T>(all: readonly T[]) => Array.from({ length: SAMPLES }, (_, at) => all[(at * 7919) % all.length]!);
  const symbols = some(files).flatMap(({ id }) => {
    const definition = reader.definitionsIn(id).find(({ exported }) => exported);
    return definition === undefined ? [] : (toSymbol(reader, definition) ?? []);
  });
  // Each with a reader of its own, as a process that is asked once has it.
  tell("impact of a file", some(files), ({ id }, own) => impactOf(own, { files: [id] }).dependents.length);
  tell("impact of a definition", symbols, (symbol, own) => impactOf(own, { symbols: [symbol] }).dependents.length);
  tell("uses of a definition", symbols, (symbol, own) => referencesTo(own, symbol).length);
  tell("tests for a file", some(files), ({ path }, own) => selectTests(own, [path]).tests.length);
  const entry = files.find(({ path }) => path.endsWith("/src/main.ts"))!.id;
  tell("path between files", some(files), ({ id }, own) => pathBetween(own, entry, id)?.length ?? 0);
  tell("map", files.slice(0, ROUNDS), ({ path }, own) => mapOf(own, { tokens: 1500, around: [path] }).length);
  tell("cycles", files.slice(0, ROUNDS), (_, own) => importCycles(own, { all: true }).length);
  reader.close();

  function tell<T>(name: string, subjects: readonly T[], act: (subject: T, reader: GraphReader) => number): void {
    const found: number[] = [];
    const cpu = subjects.map((subject) => {
      const own = open();
      const from = process.cpuUsage();
      found.push(act(subject, own));
      const { user, system } = process.cpuUsage(from);
      own.close();
      return (user + system) / 1000;
    });
    const spread = [0.5, 0.95, 1].map((share) => quantile(cpu, share).toFixed(1)).join(" / ");
    console.log(`${name}, median / p95 / most: ${spread} ms CPU (${Math.max(...found)} found at most)`);
  }
}

/**
 * `npm run bench -- graph`: what the graph costs over ten thousand TypeScript files, which are this repository's own in many copies, each
 * a package of a workspace: the index made from nothing, again when nothing has changed, after one file has changed, and reading it.
 * `GRAPH_FILES=80000 npm run bench -- graph` for another number. Needs a build.
 */
import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { GraphReader } from "../src/knowledge/graph/reader.ts";
import { schema, VERSION } from "../src/knowledge/graph/schema.ts";
import { openDerived } from "../src/lib/derived-database.ts";
import { quantile } from "./statistics.ts";

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
  readIndex(file, changed);
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

function readIndex(file: string, changed: string): void {
  const reader = new GraphReader({ file, open: () => openDerived({ file, version: VERSION, schema }) });
  const time = (name: string, act: () => number) => {
    const from = performance.now();
    const count = act();
    console.log(`${name}: ${(performance.now() - from).toFixed(1)} ms (${count})`);
  };
  time("definitions of a name", () => reader.definitionsNamed("isInside").length);
  time("uses of a name", () => reader.usesOf("FettleError").length);
  time("import graph, read", () => [...reader.edges().files()].length);
  time("all dependents of a file", () => {
    const found = new Set([reader.file(changed)!.id]);
    for (const id of found) for (const { file: importer } of reader.edges().importersOf(id)) found.add(importer);
    return found.size - 1;
  });
  reader.close();
}

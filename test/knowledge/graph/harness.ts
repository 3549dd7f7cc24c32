import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { UpdateReport } from "../../../src/knowledge/graph/graph.ts";
import { Indexer } from "../../../src/knowledge/graph/indexer.ts";
import { openOutliners } from "../../../src/knowledge/graph/outliners.ts";
import { GraphReader } from "../../../src/knowledge/graph/reader.ts";
import { schema, VERSION } from "../../../src/knowledge/graph/schema.ts";
import { openDerived } from "../../../src/lib/derived-database.ts";

export interface TestIndex {
  reader: GraphReader;
  file: string;
  update(paths?: readonly string[]): Promise<UpdateReport>;
  [Symbol.dispose](): void;
}

/** An index of a folder, kept in this thread. */
export function openIndex(workspace: string, { file = join(temporaryFolder(), "graph.db"), maxFiles = 10_000 } = {}): TestIndex {
  const indexer = new Indexer({ workspace, file, maxFiles, outliners: openOutliners(workspace) });
  const reader = new GraphReader({ file, open: () => openDerived({ file, version: VERSION, schema }) });
  return {
    reader,
    file,
    update: async (paths) => await indexer.update({ paths, signal: new AbortController().signal, onProgress: () => {} }),
    [Symbol.dispose]() {
      reader.close();
      rmSync(dirname(file), { recursive: true, force: true });
    },
  };
}

export const temporaryFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), "fettle-graph-")));

export interface TestTree extends Disposable {
  path: string;
  write(path: string, text: string | Uint8Array): void;
  remove(path: string): void;
}

export function makeTree(files: Readonly<Record<string, string | Uint8Array>> = {}): TestTree {
  const path = temporaryFolder();
  const tree: TestTree = {
    path,
    write(file, text) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    remove: (file) => rmSync(join(path, file), { recursive: true, force: true }),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [file, text] of Object.entries(files)) tree.write(file, text);
  return tree;
}

/** All that an index says, without its own numbers. */
export function contentOf(reader: GraphReader): Record<string, unknown> {
  const pathOf = new Map([...reader.files()].map(({ id, path }) => [id, path]));
  const content: Record<string, unknown> = {};
  for (const { id, path, size: _, ...facts } of [...reader.files()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const definitions = reader.definitionsIn(id);
    content[path] = {
      ...facts,
      definitions: definitions.map((each) => ({
        ...each,
        id: each.id - id * 2 ** 20,
        file: path,
        within: definitions.find((other) => other.id === each.within)?.name,
      })),
      uses: reader
        .usesIn(id)
        .map(({ name, member, lines }) => `${member ? "." : ""}${name} ${lines.join(" ")}`)
        .sort(),
      imports: reader.importsIn(id).map(({ id: own, targets, ...each }) => ({
        ...each,
        id: own - id * 2 ** 20,
        file: path,
        targets: targets.map((target) => pathOf.get(target) ?? `lost ${target}`).sort(),
      })),
      importedBy: [...new Set(reader.importsOf(id).map(({ file }) => pathOf.get(file) ?? `lost ${file}`))].sort(),
    };
  }
  return content;
}

/** `from → to` of all imports that lead into the tree. */
export function importEdges(reader: GraphReader): string[] {
  const edges: string[] = [];
  for (const { id, path } of reader.files())
    for (const { targets } of reader.importsIn(id)) for (const target of targets) edges.push(`${path} → ${reader.fileById(target)?.path}`);
  return edges.sort();
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { openGraph } from "../../../src/knowledge/graph/open.ts";
import { fc } from "../../properties.ts";
import { verifies } from "../../verifies.ts";
import { contentOf, importEdges, makeTree, openIndex, temporaryFolder } from "./harness.ts";

verifies("graph.bad-input", "more files than the limit: those within it are indexed, and it says so", async () => {
  using tree = makeTree(
    Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}.ts`, `export const v${index} = ${index};\n`])),
  );
  using index = openIndex(tree.path, { maxFiles: 50 });
  const { files, partial } = await index.update();
  expect({ files, partial, state: index.reader.meta("state") }).toEqual({
    files: 50,
    partial: "only 50 files are indexed",
    state: "partial",
  });
});

verifies("graph.bad-input", "circles of links", async () => {
  using tree = makeTree({ "src/a.ts": 'import "./b";\n', "src/b.ts": "" });
  symlinkSync("..", join(tree.path, "src/up"));
  symlinkSync("circle", join(tree.path, "circle"));
  symlinkSync("/", join(tree.path, "everything"));
  symlinkSync("b.ts", join(tree.path, "src/link.ts"));
  using index = openIndex(tree.path);
  await index.update();
  expect([...index.reader.files()].map(({ path }) => path).sort()).toEqual(["src/a.ts", "src/b.ts"]);
});

verifies("graph.bad-input", "a generated source of 50 MB, a line that does not end, binary, unreadable", async () => {
  using tree = makeTree({
    "long.js": `const a = [${"1,".repeat(30_000)}];\n`,
    "binary.ts": Uint8Array.from([0, 1, 2, 3, 0]),
    "a.ts": 'import "./large";\nimport "./long";\n',
    "secret.ts": "",
    "large.ts": "export {};\n",
  });
  truncateSync(join(tree.path, "large.ts"), 50 * 1024 * 1024);
  using index = openIndex(tree.path);
  await index.update();
  const problems = Object.fromEntries([...index.reader.files()].map(({ path, problem }) => [path, problem]));
  expect({ problems, edges: importEdges(index.reader) }).toEqual({
    problems: {
      "a.ts": undefined,
      "secret.ts": undefined,
      "large.ts": "larger than 2 MiB",
      "long.js": "a line of more than 20000 bytes",
      "binary.ts": "binary",
    },
    edges: ["a.ts → large.ts", "a.ts → long.js"],
  });
});

verifies("graph.bad-input", "any bytes in files of any language", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 }), async (contents) => {
      using tree = makeTree();
      for (const [index, bytes] of contents.entries())
        for (const ending of ["ts", "js", "tsx", "py", "sql", "cbl", "json", "yaml", "css"]) tree.write(`f${index}.${ending}`, bytes);
      tree.write("package.json", contents[0]!);
      tree.write("tsconfig.json", contents.at(-1)!);
      tree.write(".gitignore", "nothing\n");
      using index = openIndex(tree.path);
      const { files } = await index.update();
      expect(files).toBe(contents.length * 9 + 3);
    }),
    { numRuns: 15 },
  );
});

verifies("graph.bad-input", "encodings: a byte order mark, UTF-16, Latin-1", async () => {
  const text = "export const größe = 1;\n";
  using tree = makeTree({
    "mark.ts": `\uFEFF${text}`,
    "wide.ts": Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]),
    "latin.ts": Buffer.from("export const a = 'gr\xf6\xdfe';\n", "latin1"),
  });
  using index = openIndex(tree.path);
  await index.update();
  expect({ größe: index.reader.definitionsNamed("größe").length, a: index.reader.definitionsNamed("a").length }).toEqual({
    größe: 2,
    a: 1,
  });
});

verifies("graph.bad-input", "files that vanish, and folders that take their place, between listing and reading", async () => {
  using tree = makeTree({ "a.ts": 'import "./b";\nimport "./c";\n', "b.ts": "", "c.ts": "" });
  const { Indexer } = await import("../../../src/knowledge/graph/indexer.ts");
  const { openOutliners } = await import("../../../src/knowledge/graph/outliners.ts");
  using index = openIndex(tree.path);
  const outliners = openOutliners(tree.path);
  const indexer = new Indexer({
    workspace: tree.path,
    file: index.file,
    maxFiles: 100,
    outliners: {
      ...outliners,
      run(candidates, taken, signal) {
        tree.remove("b.ts");
        tree.remove("c.ts");
        mkdirSync(join(tree.path, "c.ts"));
        return outliners.run(candidates, taken, signal);
      },
    },
  });
  await indexer.update({ signal: new AbortController().signal, onProgress: () => {} });
  expect([...index.reader.files()].map(({ path }) => path)).toEqual(["a.ts"]);
});

const damages: Readonly<Record<string, (file: string) => void>> = {
  deleted: (file) => rmSync(file),
  "deleted with its folder": (file) => rmSync(join(file, ".."), { recursive: true }),
  emptied: (file) => truncateSync(file, 0),
  "cut off": (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  overwritten: (file) => writeFileSync(file, "no database\n".repeat(1000)),
};

for (const [name, damage] of Object.entries(damages)) {
  verifies("graph.damage", name, async () => {
    using tree = makeTree(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [`f${index}.ts`, `import "./f${(index + 1) % 40}";\nexport const v${index} = 1;\n`]),
      ),
    );
    using home = makeTree();
    const graph = openGraph({ workspace: tree.path, home: home.path });
    await graph.update();
    const before = contentOf(graph.reader);
    await graph.close();
    const [folder] = (await import("node:fs")).readdirSync(join(home.path, "index"));
    const file = join(home.path, "index", folder!, "graph.db");
    for (const end of ["-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
    damage(file);

    const again = openGraph({ workspace: tree.path, home: home.path });
    // Whatever is asked of it before: an answer, no error.
    void again.state;
    again.reader.definitionsNamed("v1");
    await again.update();
    expect(contentOf(again.reader)).toEqual(before);
    await again.close();
  });
}

verifies("graph.damage", "deleted while it is open", async () => {
  using tree = makeTree({ "a.ts": "export const a = 1;\n" });
  using home = makeTree();
  const graph = openGraph({ workspace: tree.path, home: home.path });
  await graph.update();
  rmSync(join(home.path, "index"), { recursive: true });
  await graph.update();
  expect(graph.reader.definitionsNamed("a")).toHaveLength(1);
  await graph.close();
});

verifies("graph.processes", "both end with the whole index", async () => {
  using tree = makeTree(
    Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`f${index}.ts`, `import "./f${(index + 1) % 150}";\n`])),
  );
  using home = makeTree();
  const program = `
    const { openGraph } = await import(${JSON.stringify(resolve(import.meta.dirname, "../../../src/knowledge/graph/open.ts"))});
    const graph = openGraph({ workspace: ${JSON.stringify(tree.path)}, home: ${JSON.stringify(home.path)} });
    const { files } = await graph.update();
    process.stdout.write(JSON.stringify({ files, edges: [...graph.reader.edges().files()].length, state: graph.state }));
    await graph.close();`;
  const run = async () => {
    const child = spawn(process.execPath, ["--input-type=module", "--disable-warning=ExperimentalWarning", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await once(child, "close");
    return JSON.parse(output) as unknown;
  };
  const whole = { files: 150, edges: 150, state: "complete" };
  expect(await Promise.all([run(), run(), run()])).toEqual([whole, whole, whole]);
});

verifies("graph.walk", "a home folder, what is above it, and what holds Fettle's state are refused", async () => {
  const { refuseTooBroad } = await import("../../../src/knowledge/walk/too-broad.ts");
  const refused = (workspace: string) => {
    try {
      refuseTooBroad(workspace, { home: "/srv/state/fettle", userHome: "/home/mia" });
      return false;
    } catch {
      return true;
    }
  };
  expect(
    Object.fromEntries(
      ["/", "/home", "/home/mia", "/srv/state", "/srv/state/fettle", "/home/mia/shop", "/home/miau"].map((path) => [path, refused(path)]),
    ),
  ).toEqual({
    "/": true,
    "/home": true,
    "/home/mia": true,
    "/srv/state": true,
    "/srv/state/fettle": true,
    "/home/mia/shop": false,
    "/home/miau": false,
  });
  const folder = temporaryFolder();
  expect(() => openGraph({ workspace: folder, home: join(folder, ".fettle") })).toThrow(/too broad/);
  rmSync(folder, { recursive: true });
});

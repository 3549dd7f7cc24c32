/**
 * Bundles src/ into dist/: every entry in one split build, so that what two of them share exists once and what is
 * imported lazily stays a file of its own. The new dist/ replaces the old one only when it is complete.
 */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join, relative, resolve } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { slimPrices } from "./slim-prices.ts";
import { takeBuiltins } from "./take-builtins.ts";
import { hashSources, stampBuild, unstampBuild } from "./build-stamp.ts";
import { licenses } from "./licenses.ts";

const root = resolve(import.meta.dirname, "..");
const dist = join(root, "dist");
const staging = join(root, ".cache", `build-${process.pid}`);
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

const entryPoints = {
  main: "src/main.ts",
  index: "src/index.ts",
  testing: "src/testing/index.ts",
  protocol: "src/contract/protocol.ts",
  // Started as a thread.
  "graph-worker": "src/knowledge/graph/worker.ts",
};

/** Binaries, and what is only used when the user installed it. */
const external = ["@vscode/ripgrep", "@typescript/typescript6", "typescript", "@napi-rs/keyring"];

/** What the terminal loads before its first frame. */
const firstFrame = ["src/cli.ts", "src/surfaces/commands/tui.ts", "src/surfaces/tui/run.ts"];

/**
 * What a headless run always loads before its first request, with all that these import: one chunk, because each file costs a millisecond, and
 * one for the part that is loaded before the first frame, too.
 */
const startUp = [
  "src/cli.ts",
  "src/surfaces/commands/exec.ts",
  "src/sandbox/backends/",
  "src/context/sources/",
  "src/policy/rules/",
  "src/repair/repairers/",
];

async function bundle(): Promise<void> {
  const graph = rememberGraph();
  await using build = await rolldown({
    cwd: root,
    input: entryPoints,
    platform: "node",
    external,
    // UMD packages hide their imports from the bundler; their ESM build does not.
    resolve: { mainFields: ["module", "main"] },
    transform: { target: "node22.18", define: { FETTLE_VERSION: JSON.stringify(version) } },
    plugins: [graph.plugin, slimPrices, takeBuiltins],
    logLevel: "warn",
    // A module of the first chunk that is also imported lazily elsewhere costs nothing there; what the parser of source code
    // would evaluate is in the binaries of grammars, and ours bring nothing of the kind.
    checks: { ineffectiveDynamicImport: false, eval: false },
  });
  const { output } = await build.write({
    dir: staging,
    format: "esm",
    chunkFileNames: "chunks/[name]-[hash].js",
    // Stack traces keep the names of the source: identifiers are the one thing not minified.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    comments: { legal: false },
    // One character beyond Latin-1 makes the engine keep the whole file in two bytes a character.
    charset: "ascii",
    codeSplitting: {
      groups: [
        // Answers `--version`, before the compile cache is there.
        { name: "version", priority: 1, test: (id) => id === join(root, "src/lib/version.ts") },
        { name: "common", priority: 1, test: (id) => graph.isReachable(id, startUp) && graph.isReachable(id, firstFrame) },
        { name: "start-up", test: (id) => graph.isReachable(id, startUp) },
        // What reads one output, or one message, is many small files that are needed together.
        { name: "counts", test: /src\/verify\/counts\// },
        { name: "claims", test: /src\/verify\/claims\// },
      ],
    },
  });
  chmodSync(join(staging, "main.js"), 0o755);
  const bundled = output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
  writeFileSync(
    join(staging, "THIRD-PARTY-LICENSES.txt"),
    licenses(root, [...bundled.map((id) => relative(root, id)), ...(await copyGrammars())]),
  );
}

/** Which modules some paths import statically, directly or not; known when the graph is whole. */
function rememberGraph(): { plugin: Plugin; isReachable(id: string, from: readonly string[]): boolean } {
  const reachable = new Map<readonly string[], Set<string>>([startUp, firstFrame].map((from) => [from, new Set()]));
  const beginsWith = (id: string, paths: readonly string[]) =>
    paths.some((path) => relative(root, id).startsWith(path)) && !id.endsWith("index.gen.ts");
  return {
    isReachable: (id, from) => reachable.get(from)!.has(id),
    plugin: {
      name: "start-up-graph",
      buildEnd() {
        const ids = [...this.getModuleIds()];
        for (const [from, found] of reachable) {
          const visit = (id: string) => {
            if (found.has(id)) return;
            found.add(id);
            for (const imported of this.getModuleInfo(id)?.importedIds ?? []) visit(imported);
          };
          for (const id of ids) if (beginsWith(id, from)) visit(id);
        }
      },
    },
  };
}

/** The parser and the grammars of source code, beside the chunks; their packages bring sources and binaries of ten times the size. */
async function copyGrammars(): Promise<string[]> {
  const { grammars } = await import("../src/knowledge/syntax/languages.ts");
  const files = [{ package: "web-tree-sitter", file: "web-tree-sitter.wasm" }, ...Object.values(grammars)];
  mkdirSync(join(staging, "grammars"), { recursive: true });
  return files.map(({ package: name, file }) => {
    const path = join("node_modules", name, file);
    copyFileSync(join(root, path), join(staging, "grammars", file));
    return path;
  });
}

function declare(): void {
  // By its path: `.bin/tsc` may belong to another compiler that is installed beside ours.
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", join(staging, "types")];
  const { status } = spawnSync(process.execPath, tsc, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error("the types cannot be written: mend the errors above");
}

function publish(): void {
  const old = `${staging}-old`;
  mkdirSync(dist, { recursive: true });
  renameSync(dist, old);
  renameSync(staging, dist);
  rmSync(old, { recursive: true });
}

try {
  const sources = hashSources(root);
  await bundle();
  declare();
  unstampBuild(root);
  publish();
  stampBuild(root, sources);
} catch (error) {
  console.error(`build: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  rmSync(staging, { recursive: true, force: true });
}

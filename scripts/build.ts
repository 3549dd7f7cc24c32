/**
 * Bundles src/ into dist/: every entry in one split build, so that what two of them share exists once and what is
 * imported lazily stays a file of its own. The new dist/ replaces the old one only when it is complete.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { build, type Metafile } from "esbuild";
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
};

/** Binaries, and what is only used when the user installed it. */
const external = ["@vscode/ripgrep", "@typescript/typescript6", "typescript", "@napi-rs/keyring"];

async function bundle(): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(entryPoints).filter(([, file]) => existsSync(join(root, file)))),
    outdir: staging,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22.18",
    external,
    // UMD packages hide their imports from the bundler; their ESM build does not.
    mainFields: ["module", "main"],
    // CommonJS packages `require` built-in modules, which an ES module cannot.
    banner: { js: "var require = process.getBuiltinModule;" },
    // Stack traces keep the names of the source: identifiers are the one thing not minified.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    define: { FETTLE_VERSION: JSON.stringify(version) },
    metafile: true,
    logLevel: "warning",
  });
  chmodSync(join(staging, "main.js"), 0o755);
  writeFileSync(join(staging, "THIRD-PARTY-LICENSES.txt"), licenses(root, bundled(metafile)));
}

/** The files that any output holds a part of. */
function bundled(metafile: Metafile): string[] {
  return Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
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
  await bundle();
  declare();
  publish();
} catch (error) {
  console.error(`build: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  rmSync(staging, { recursive: true, force: true });
}

import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { takeBuiltins } from "../../scripts/take-builtins.ts";
import { longThread } from "./long-thread.ts";

const ROUNDS = 9;
const root = join(import.meta.dirname, "../..");

type Results = Record<string, { samples: Record<string, number[]> }>;

/** What each part takes in a new process: of what `fettle` is made of, bundled as `npm run build` does it. */
export async function measureParts(folder: string, project: string): Promise<Results> {
  const built = join(folder, "built");
  await bundle(built);
  const thread = join(folder, "thread.json");
  writeFileSync(thread, JSON.stringify(longThread()));
  const run = (cache: string): Record<string, number> =>
    JSON.parse(execFileSync(process.execPath, [join(built, "program.js"), cache, project, thread], { encoding: "utf8" })) as Record<
      string,
      number
    >;
  const results: Results = {};
  for (const first of [true, false]) {
    const samples: Record<string, number[]> = {};
    const cache = join(folder, "compiled");
    for (let round = 0; round < ROUNDS; round++) {
      if (first) rmSync(cache, { recursive: true, force: true });
      for (const [part, ms] of Object.entries(run(cache))) (samples[part] ??= []).push(ms);
    }
    results[first ? "the first time" : "later"] = { samples };
  }
  return results;
}

async function bundle(dir: string): Promise<void> {
  await using build = await rolldown({
    cwd: root,
    input: { program: "bench/verification/program.ts" },
    platform: "node",
    resolve: { mainFields: ["module", "main"] },
    transform: { target: "node22.18" },
    plugins: [takeBuiltins],
    logLevel: "silent",
  });
  await build.write({
    dir,
    format: "esm",
    chunkFileNames: "chunks/[name]-[hash].js",
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    codeSplitting: {
      groups: [
        { name: "counts", test: /src\/verify\/counts\// },
        { name: "claims", test: /src\/verify\/claims\// },
      ],
    },
  });
  symlinkSync(join(root, "dist/grammars"), join(dir, "grammars"));
}

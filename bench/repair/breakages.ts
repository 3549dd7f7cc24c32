import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomFrom } from "../../test/random.ts";
import { compileInMemory } from "./compile.ts";
import { kinds } from "./kinds.ts";
import type { Package } from "./packages.ts";
import { readPackage, type Sources, writeProject } from "./project.ts";
import { shuffle } from "./shuffle.ts";

export interface Breakage {
  package: string;
  kind: string;
  what: string;
  sources: Sources;
  renamed?: [from: string, to: string];
}

/** The same for the same seed, at most so many of each kind; none of them compiles. */
export function breakPackage(source: Package, { seed, atMost }: { seed: number; atMost(kind: string): number }): Breakage[] {
  using folder = mkdtempDisposableSync(join(tmpdir(), "fettle-break-"));
  const sources = readPackage(source);
  writeProject(folder.path, sources);
  const compiler = compileInMemory(folder.path);
  if (compiler.isBroken(sources, [])) throw new Error(`${source.name} does not compile as it is`);

  const breakages: Breakage[] = [];
  for (const [kind, find] of Object.entries(kinds)) {
    const random = randomFrom(seed);
    const program = compiler.program(sources);
    const checker = program.getTypeChecker();
    const entries = source.modules.map((each) => each.replace(/\.js$/, ".ts"));
    const slips = [...sources.keys()]
      .filter((path) => path.endsWith(".ts"))
      .flatMap((path) => find({ sources, path, file: program.getSourceFile(join(folder.path, path))!, checker, entries, random }));
    let found = 0;
    for (const { what, apply, renamed } of shuffle(slips, random)) {
      if (found === atMost(kind)) break;
      // Each asks about the sources as they are, whatever was compiled in between.
      compiler.program(sources);
      const broken = apply(sources);
      if (
        !compiler.isBroken(
          broken,
          [...broken.keys()].filter((path) => broken.get(path) !== sources.get(path)),
        )
      )
        continue;
      breakages.push({ package: source.name, kind, what, sources: broken, ...(renamed && { renamed }) });
      found++;
    }
  }
  return breakages;
}

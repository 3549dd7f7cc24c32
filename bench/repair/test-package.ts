import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import ts from "@typescript/typescript6";
import type { Package } from "./packages.ts";
import type { Sources } from "./project.ts";

/**
 * Names of a package's tests that pass on these sources, compiled as they are: errors of types do not keep code from running.
 * Tests use what was `renamed` by its new name, when the package no longer exports the old one.
 */
export function testPackage(
  { name, modules }: Package,
  sources: Sources,
  renamed: readonly string[] = [],
): { passed: Set<string>; all: number } {
  using folder = mkdtempDisposableSync(join(tmpdir(), "fettle-behave-"));
  const compilerOptions = {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.CommonJS,
    rewriteRelativeImportExtensions: true,
    useDefineForClassFields: false,
  };
  for (const [path, text] of sources) {
    if (!path.endsWith(".ts")) continue;
    const to = join(folder.path, path.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, ts.transpileModule(text, { compilerOptions, fileName: path }).outputText);
  }
  writeFileSync(join(folder.path, "package.json"), '{ "type": "commonjs" }');
  const run = resolve("bench/repair/behaviour/run.ts");
  const argv = [run, name, renamed.join("="), ...modules.map((each) => join(folder.path, each))];
  const { stdout } = spawnSync(process.execPath, argv, { encoding: "utf8", timeout: 60_000 });
  if (stdout === "") return { passed: new Set(), all: Number.NaN };
  const { passed, all } = JSON.parse(stdout) as { passed: string[]; all: number };
  return { passed: new Set(passed), all };
}

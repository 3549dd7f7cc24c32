import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FettleError } from "../../contract/error.ts";

const name = "half-moved-warehouse";

/** A copy of the example in a temporary folder, with the compiler that its checks need: a real project that does not compile. */
export function copyExample(): { folder: string; original: string } {
  const original = findExample();
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "fettle-"))), name);
  cpSync(original, folder, { recursive: true });
  installCompiler(folder);
  return { folder, original };
}

/** In the repository and in the published package alike, `examples` lies beside what this file is in. */
function findExample(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, "examples", name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder))
      throw new FettleError("internal", `The example ${name} is not in this installation`, { hint: "Install Fettle again." });
  }
}

/** Copied, not linked: the checks run in a box that can write to the folder. */
function installCompiler(folder: string): void {
  const compiler = findCompiler();
  const own = dirname(compiler);
  const modules = join(folder, "node_modules");
  const native = readdirSync(join(own, "@typescript")).filter((each) => each.startsWith("typescript-"));
  for (const each of ["typescript", ...native.map((platform) => join("@typescript", platform))])
    cpSync(join(own, each), join(modules, each), { recursive: true });
  mkdirSync(join(modules, ".bin"));
  symlinkSync(join("..", "typescript", "bin", "tsc"), join(modules, ".bin", "tsc"));
}

function findCompiler(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
  } catch (cause) {
    throw new FettleError("usage.invalid", "The demonstration needs the TypeScript compiler, which is not installed", {
      hint: "Run it in a clone of the repository, or `npm install typescript@7` beside Fettle.",
      cause,
    });
  }
}

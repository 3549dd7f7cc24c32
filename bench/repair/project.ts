import { globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Package } from "./packages.ts";

/** Path relative to the project → text. */
export type Sources = ReadonlyMap<string, string>;

/** A package's sources without its tests, and a strict configuration for them. */
export function readPackage({ folder, options }: Package): Sources {
  const config = {
    compilerOptions: {
      target: "es2024",
      lib: ["es2024", "dom", "dom.iterable", "esnext.disposable"],
      module: "esnext",
      moduleResolution: "bundler",
      types: ["node"],
      strict: true,
      noUnusedLocals: true,
      allowImportingTsExtensions: true,
      isolatedModules: true,
      skipLibCheck: true,
      noEmit: true,
      ...options,
    },
    include: ["src"],
  };
  const sources = globSync("src/**/*.ts", { cwd: folder })
    .filter((path) => !path.endsWith(".test.ts") && !path.includes("/testUtils/"))
    .toSorted()
    .map((path) => [path, readFileSync(join(folder, path), "utf8")] as const);
  return new Map([["package.json", '{ "type": "module" }\n'], ["tsconfig.json", JSON.stringify(config)], ...sources]);
}

/** Makes `folder` hold exactly these sources, beside the packages they need. */
export function writeProject(folder: string, sources: Sources): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  for (const [path, text] of sources) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What goes into dist/; files, or folders with all that is in them. The lock file stands for the packages that are bundled. */
const inputs = ["src", "scripts/build.ts", "scripts/take-builtins.ts", "package.json", "package-lock.json"];

/** One hash over the paths and contents of all that `root`'s build is made of. */
export function hashSources(root: string): string {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => filesOf(root, input)).sort()) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Says of the dist/ of `root` which sources it was made from. Not in dist/, which is what users get. */
export function stampBuild(root: string, sources: string): void {
  mkdirSync(join(root, ".cache"), { recursive: true });
  writeFileSync(stampOf(root), sources);
}

/** To be called before dist/ becomes another one. */
export function unstampBuild(root: string): void {
  rmSync(stampOf(root), { force: true });
}

/** Whether dist/ is there and was made from the sources as they are now. */
export function isBuilt(root: string): boolean {
  const isThere = existsSync(join(root, "dist/main.js")) && existsSync(stampOf(root));
  return isThere && readFileSync(stampOf(root), "utf8") === hashSources(root);
}

function stampOf(root: string): string {
  return join(root, ".cache/built-from");
}

function filesOf(root: string, input: string): string[] {
  if (/\.\w+$/.test(input)) return [input];
  const entries = readdirSync(join(root, input), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

import { lstatSync, mkdirSync, realpathSync, renameSync, statSync, writeFileSync, lchownSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { basename, join } from "node:path";
import { FettleError } from "../../contract/error.ts";
import { sha256 } from "../../lib/hash.ts";
import { makeSiteFolders } from "./site.ts";

/** Finds where old content can be kept so that it comes and goes by rename: in the home, or, when that is another mount, in the root. */
export function locate(root: string, home: string): { folder: string; insideRoot: boolean } {
  const real = realpathSync(root);
  const candidates = [
    { folder: undoFolder(real, home), insideRoot: false },
    { folder: join(real, ".fettle", "undo"), insideRoot: true },
  ];
  const problems: string[] = [];
  for (const { folder, insideRoot } of candidates) {
    try {
      make(folder, insideRoot ? real : undefined);
      if (isSameMount(folder, real)) return { folder: realpathSync(folder), insideRoot };
      problems.push(`${folder} is on another file system`);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  throw new FettleError("sandbox.unavailable", `There is no place to keep old content of ${root}: ${problems.join("; ")}.`, {
    at: root,
    hint: `Make ${root} writable, or set FETTLE_HOME to a folder on the same file system.`,
  });
}

/** Of a root by its real path, where the home is on the same mount. */
export function undoFolder(root: string, home: string): string {
  return join(home, "undo", nameOf(root));
}

/** For people and unique: the folder's name and a hash of its path. */
function nameOf(root: string): string {
  return `${basename(root)
    .replaceAll(/[^\w.-]/g, "_")
    .slice(0, 60)}-${sha256(root).slice(0, 16)}`;
}

function make(folder: string, root: string | undefined): void {
  if (root !== undefined) makeInside(root);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  makeSiteFolders(folder);
}

/** A link that stands where the store is to be would lead it out of the root. */
function makeInside(root: string): void {
  const { uid, gid } = statSync(root);
  for (const path of [join(root, ".fettle"), join(root, ".fettle", "undo")]) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) {
      mkdirSync(path, { mode: 0o700 });
      if (process.getuid?.() === 0) lchownSync(path, uid, gid);
    } else if (!stats.isDirectory()) {
      throw new Error(`${path} is no folder`);
    }
  }
  writeFileSync(join(root, ".fettle", "undo", ".gitignore"), "*\n");
}

/** The kernel compares the mounts before it looks for the names, so nothing is touched. */
function isSameMount(a: string, b: string): boolean {
  if (statSync(a).dev !== statSync(b).dev) return false;
  const name = `.fettle-${randomBytes(8).toString("hex")}`;
  try {
    renameSync(join(a, name), join(b, name));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
  return true;
}

import { closeSync, constants, lstatSync, openSync } from "node:fs";
import { toPathBytes } from "../path-bytes.ts";

/** Linux: a descriptor that stands for a place without giving access to its content. Node does not name it. */
const O_PATH = 0o10000000;

/**
 * A folder that is no link, held fast: names under `path` mean entries of this very folder, wherever it is moved to meanwhile.
 * Off Linux it is only the path as it was found.
 */
export interface HeldFolder extends Disposable {
  path: string;
}

/** `ENOTDIR` for a link, whatever it leads to. `parent` is undefined for an absolute path, whose last part alone is checked. */
export function holdFolder(name: string, parent?: HeldFolder): HeldFolder {
  const path = parent === undefined ? name : entryOf(parent, name);
  if (process.platform !== "linux") return holdName(path);
  const descriptor = openSync(toPathBytes(path), O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  return { path: `/proc/self/fd/${descriptor}`, [Symbol.dispose]: () => closeSync(descriptor) };
}

/** The folder at a path relative to `root`, `""` for itself, reached without following a link on the way. */
export function holdBelow(root: string, path: string): HeldFolder {
  let held = holdFolder(root);
  for (const name of path === "" ? [] : path.split("/")) {
    using parent = held;
    held = holdFolder(name, parent);
  }
  return held;
}

/** Absolute path of an entry, as good as the hold on its folder. */
export function entryOf(folder: HeldFolder, name: string): string {
  return `${folder.path}/${name}`;
}

function holdName(path: string): HeldFolder {
  if (!lstatSync(toPathBytes(path)).isDirectory())
    throw Object.assign(new Error(`ENOTDIR: not a directory, '${path}'`), { code: "ENOTDIR" });
  return { path, [Symbol.dispose]: () => {} };
}

import { closeSync, constants, lstatSync, openSync } from "node:fs";
import { toPathBytes } from "../path-bytes.ts";

/** Linux: a descriptor that stands for a place without giving access to its content. Node does not name it. */
const O_PATH = 0o10000000;
/** Descriptors held at once. */
const MAX_PINNED = 256;

/** The folders of a root, reached step by step from its top without following any link, and held fast while they are worked in. */
export interface Folders extends Disposable {
  /** Path for calls about an entry itself. Throws ENOENT or ENOTDIR when a folder on the way is none. */
  place(path: string): string;
  /** Path of a folder, for calls that act in it or on it. Throws likewise. */
  folder(path: string): string;
  /** Lets go of a folder and all below it, because something else has its name now. */
  forget(path: string): void;
}

export function openFolders(root: string): Folders {
  return process.platform === "linux" ? pinnedFolders(root) : namedFolders(root);
}

function pinnedFolders(root: string): Folders {
  /** In order of last use. */
  const pinned = new Map<string, number>();
  const top = openSync(toPathBytes(root), O_PATH | constants.O_DIRECTORY);

  function folder(path: string): string {
    if (path === ".") return `/proc/self/fd/${top}`;
    const known = pinned.get(path);
    if (known !== undefined) {
      pinned.delete(path);
      pinned.set(path, known);
      return `/proc/self/fd/${known}`;
    }
    const descriptor = openSync(toPathBytes(place(path)), O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    pinned.set(path, descriptor);
    if (pinned.size > MAX_PINNED) release(pinned.keys().next().value ?? "");
    return `/proc/self/fd/${descriptor}`;
  }

  function place(path: string): string {
    const [parent, name] = split(path);
    return `${folder(parent)}/${name}`;
  }

  function release(path: string): void {
    const descriptor = pinned.get(path);
    if (descriptor !== undefined) closeSync(descriptor);
    pinned.delete(path);
  }

  return {
    folder,
    place,
    forget(path) {
      for (const known of pinned.keys()) if (known === path || known.startsWith(`${path}/`)) release(known);
    },
    [Symbol.dispose]() {
      for (const known of pinned.keys()) release(known);
      closeSync(top);
    },
  };
}

/** Where no descriptor can stand for a folder, a link on the way is still refused, but one swapped in meanwhile is not seen. */
function namedFolders(root: string): Folders {
  function folder(path: string): string {
    if (path === ".") return root;
    const at = place(path);
    if (!lstatSync(toPathBytes(at)).isDirectory()) throw Object.assign(new Error(`ENOTDIR: not a directory, '${at}'`), { code: "ENOTDIR" });
    return at;
  }

  function place(path: string): string {
    const [parent, name] = split(path);
    return `${folder(parent)}/${name}`;
  }

  return { folder, place, forget: () => {}, [Symbol.dispose]: () => {} };
}

/** Parent and name; `.` in `.` is the root itself. */
export function split(path: string): [parent: string, name: string] {
  const at = path.lastIndexOf("/");
  return at === -1 ? [".", path] : [path.slice(0, at), path.slice(at + 1)];
}

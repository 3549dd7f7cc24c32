import { existsSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join } from "node:path";
import { isReachable, type Identity } from "./identity.ts";
import { isInside } from "../lib/path.ts";

/** What stands at a path of the box: an empty private folder, the host's file or folder read-only, or an empty file that nobody can write. */
export interface Mount {
  at: string;
  show: "empty" | "read-only" | "nothing";
}

export interface MountOptions {
  /** Absolute, real paths of what commands may write to; here they are read-only, see bubblewrap-command.ts. */
  roots: readonly string[];
  home: string;
  /** The `PATH` of commands. */
  path: string;
  /** Who will use them, when not the harness's own user. */
  identity: Identity | undefined;
  /** Folders that no command may see. */
  hidden: readonly string[];
  /** Files that no command may see. */
  hiddenFiles: readonly string[];
}

/** Private by nature, or full of sockets and other people's files. */
const alwaysEmpty: readonly string[] = ["/tmp", "/var/tmp", "/run", "/home", "/root"];

/** A `bin` folder whose parent holds more than a toolchain is shown alone, with what its programs are known to need, relative to the home. */
const sharedParents: Readonly<Record<string, readonly string[]>> = {
  ".local/bin": [".local/lib", ".local/pipx", ".local/share/pipx", ".local/share/uv", ".local/share/mise", ".local/share/pnpm"],
  ".cargo/bin": [".rustup", ".cargo/registry", ".cargo/git"],
};

/**
 * What covers the read-only root, in the order to mount it: the more specific path wins. Toolchains that `PATH` names below a masked
 * folder (nvm, pyenv, cargo) are shown, and the roots come back wherever they lie. Every folder between a masked one and what is shown in it
 * is a mount of its own, because a command could give any other folder there a new name and put something else in its place.
 */
export function planMounts(options: MountOptions): Mount[] {
  const masks = [...alwaysEmpty, options.home, ...options.hidden].filter((path) => existsSync(path)).map((path) => realpathSync(path));
  const empty = masks.filter((path) => path !== "/");
  const shown = toolchains(options).filter((path) => empty.some((mask) => path !== mask && isInside(path, mask)));
  const mounts: Mount[] = [
    ...options.hiddenFiles.map((at) => ({ at, show: "nothing" }) as const),
    ...empty.map((at) => ({ at, show: "empty" }) as const),
    ...[...shown, ...options.roots].map((at) => ({ at, show: "read-only" }) as const),
  ];
  const all = byPath(mounts);
  // The home is to be there even when it lies in something empty.
  const needed = byPath(
    [...all.values()].filter((mount) => mount.at === options.home || adds(mount, around(mount, all)?.show ?? "read-only")),
  );
  const between = [...needed.values()].flatMap((mount) =>
    mount.show === "nothing" ? [] : foldersBetween(mount.at, around(mount, needed)),
  );
  return [...byPath([...between, ...needed.values()]).values()].sort((a, b) => depth(a.at) - depth(b.at));
}

function adds({ show }: Mount, outer: Mount["show"]): boolean {
  return show === "nothing" ? outer !== "empty" : show !== outer;
}

/** The last one counts. */
function byPath(mounts: readonly Mount[]): ReadonlyMap<string, Mount> {
  return new Map(mounts.map((mount) => [mount.at, mount]));
}

function foldersBetween(at: string, outer: Mount | undefined): Mount[] {
  if (outer?.show !== "empty") return [];
  const between: Mount[] = [];
  for (let folder = dirname(at); folder !== outer.at; folder = dirname(folder)) between.push({ at: folder, show: "empty" });
  return between;
}

/** The mount that a mount lies in. */
function around({ at }: Pick<Mount, "at">, mounts: ReadonlyMap<string, Mount>): Mount | undefined {
  const folder = dirname(at);
  return folder === at ? undefined : (mounts.get(folder) ?? around({ at: folder }, mounts));
}

/** The folders of programs that `PATH` names outside of the roots, with what their programs need. */
export function toolchains({ path, home, roots, identity }: Omit<MountOptions, "hidden" | "hiddenFiles">): string[] {
  const isRoot = (folder: string): boolean => roots.some((root) => isInside(folder, root) || isInside(root, folder));
  return path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !isInside(home, folder))
    .flatMap((folder) => toolchain(folder, home))
    .filter((folder) => existsSync(folder) && !isRoot(folder))
    .filter((folder) => identity === undefined || isReachable(folder, identity));
}

/** `~/.nvm/versions/node/v24/bin` needs the `lib` beside it: the parent of a folder of programs is the toolchain. */
function toolchain(folder: string, home: string): string[] {
  const alone = Object.entries(sharedParents).find(([bin]) => folder === join(home, bin));
  if (alone !== undefined) return [folder, ...alone[1].map((needed) => join(home, needed))];
  const parent = dirname(folder);
  const hasParent = ["bin", "shims"].includes(basename(folder)) && !isInside(home, parent);
  return [hasParent ? parent : folder];
}

function depth(path: string): number {
  return path.split("/").length;
}

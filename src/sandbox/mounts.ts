import { existsSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join } from "node:path";
import { isReachable, type Identity } from "./identity.ts";
import { isInside } from "../lib/path.ts";

/** What stands at a path of the box: an empty private folder, or the host's folder read-only or writable. */
export interface Mount {
  at: string;
  show: "empty" | "read-only" | "writable";
}

export interface MountOptions {
  workspace: string;
  readOnly: boolean;
  home: string;
  /** The `PATH` of commands. */
  path: string;
  /** Who will mount and use them, when not the harness's own user. */
  identity: Identity | undefined;
  /** Folders of the harness that no command may see. */
  hidden: readonly string[];
}

/** Private by nature, or full of sockets and other people's files. */
const alwaysEmpty = ["/tmp", "/var/tmp", "/run", "/home", "/root"];

/** A `bin` folder whose parent holds more than a toolchain is shown alone, with what its programs are known to need, relative to the home. */
const sharedParents: Readonly<Record<string, readonly string[]>> = {
  ".local/bin": [".local/lib", ".local/pipx", ".local/share/pipx", ".local/share/uv", ".local/share/mise", ".local/share/pnpm"],
  ".cargo/bin": [".rustup", ".cargo/registry", ".cargo/git"],
};

/**
 * What covers the read-only root, in the order to mount it: the more specific path wins. Toolchains that `PATH` names below a masked
 * folder (nvm, pyenv, cargo) are shown read-only; the workspace comes back wherever it lies.
 */
export function planMounts(options: MountOptions): Mount[] {
  const masks = [...alwaysEmpty, options.home, ...options.hidden]
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path))
    .filter((path) => path !== "/");
  const shown = toolchains(options).filter((path) => masks.some((mask) => path !== mask && isInside(path, mask)));
  const mounts: Mount[] = [
    ...masks.map((at) => ({ at, show: "empty" }) as const),
    ...shown.map((at) => ({ at, show: "read-only" }) as const),
    { at: options.workspace, show: options.readOnly ? "read-only" : "writable" },
  ];
  const byPath = new Map(mounts.map((mount) => [mount.at, mount]));
  const ordered = [...byPath.values()].sort((a, b) => depth(a.at) - depth(b.at));
  // The home is to be there even when it lies in something empty.
  return ordered.filter((mount) => mount.at === options.home || mount.show !== around(mount, ordered)?.show);
}

/** The mount that a mount lies in. */
function around(mount: Mount, ordered: readonly Mount[]): Mount | undefined {
  return ordered.findLast((other) => other !== mount && isInside(mount.at, other.at));
}

function toolchains({ path, home, workspace, identity }: MountOptions): string[] {
  return path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !isInside(home, folder))
    .flatMap((folder) => toolchain(folder, home))
    .filter((folder) => existsSync(folder) && !isInside(folder, workspace) && !isInside(workspace, folder))
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

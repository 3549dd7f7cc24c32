import { existsSync, lstatSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { isInside } from "../../lib/path.ts";
import { toolchains } from "../mounts.ts";
import type { Identity } from "../identity.ts";
import type { Rule } from "./guardian.ts";

/** LANDLOCK_ACCESS_FS_* of linux/landlock.h. */
const EXECUTE = 1 << 0;
const WRITE_FILE = 1 << 1;
const READ_FILE = 1 << 2;
const READ_DIR = 1 << 3;
const MAKE_CHAR = 1 << 6;
const MAKE_BLOCK = 1 << 11;
const IOCTL_DEV = 1 << 15;
const EVERYTHING = (1 << 16) - 1;

const READ = EXECUTE | READ_FILE | READ_DIR;
const WRITE = EVERYTHING & ~(MAKE_CHAR | MAKE_BLOCK);

/** Where programs and what they need are installed. */
const systemFolders = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix", "/gnu", "/snap"];
/** Other processes' secrets in `/proc` are kept by the kernel, which lets nobody look out of a Landlock domain. */
const kernelFolders = ["/proc", "/sys/devices/system", "/sys/fs/cgroup"];
const devices = ["null", "zero", "full", "random", "urandom"];

export interface RuleOptions {
  /** Absolute and real. */
  roots: readonly string[];
  /** Private to the box. */
  folders: readonly string[];
  /** Holds the files and pipes that become a command's streams; programs may open those again. Their names cannot be listed nor guessed. */
  streams: string;
  /** Of the user. */
  home: string;
  gitConfig: string;
  /** The `PATH` of commands. */
  path: string;
  identity: Identity | undefined;
  /** The user's and Fettle's own folders. */
  hidden: readonly string[];
  /** What of the system only root may read. */
  unreadable: readonly string[];
}

/** What may be read and executed; then what may be written. Landlock forbids everything that no rule allows. */
export function planRules(options: RuleOptions, { writable }: { writable: boolean }): Rule[] {
  const { roots, folders, streams, home, gitConfig, path, identity, unreadable } = options;
  const hidden = [...options.hidden, home].filter((place) => existsSync(place)).map((place) => realpathSync(place));
  const listed = systemFolders.filter((place) => !hidden.some((other) => isInside(other, place)));
  return [
    ...systemFolders.flatMap((place) => allBut(place, [...hidden, ...unreadable])).map((at) => ({ path: at, access: READ })),
    // The names of what is left out may be known.
    ...listed.map((at) => ({ path: at, access: READ_DIR })),
    // What of the home is a toolchain is to be seen.
    ...toolchains({ roots, home, path, identity })
      .flatMap((place) => allBut(place, [...options.hidden, ...unreadable]))
      .map((at) => ({ path: at, access: READ })),
    ...kernelFolders.map((at) => ({ path: at, access: READ })),
    ...devices.map((name) => ({ path: `/dev/${name}`, access: READ_FILE | WRITE_FILE | IOCTL_DEV })),
    { path: gitConfig, access: READ_FILE },
    { path: streams, access: READ_FILE | WRITE_FILE },
    ...folders.map((at) => ({ path: at, access: WRITE })),
    ...roots.map((at) => ({ path: at, access: writable ? WRITE : READ })),
  ];
}

/** A folder, or of one that holds something hidden everything else. Links lead where another rule may allow it. */
function allBut(place: string, hidden: readonly string[]): string[] {
  if (!existsSync(place) || hidden.some((other) => isInside(place, other))) return [];
  const real = realpathSync(place);
  if (real !== place) return allBut(real, hidden);
  if (!hidden.some((other) => isInside(other, place))) return [place];
  return readdirSync(place)
    .map((name) => join(place, name))
    .filter((path) => !lstatSync(path).isSymbolicLink())
    .flatMap((path) => allBut(path, hidden));
}

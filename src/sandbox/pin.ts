import { closeSync, constants, lchownSync, mkdirSync, openSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { FettleError } from "../contract/error.ts";
import { isInside } from "../lib/path.ts";
import { toName, toPathBytes } from "./path-bytes.ts";

/** Linux: a descriptor that stands for a place without giving access to its content. Node does not name it. */
const O_PATH = 0o10000000;

/**
 * A folder held fast: calls under `path` act in it even when its name meanwhile means another one.
 * Off Linux it is only the real path found at the time of the check.
 */
export interface Pin extends Disposable {
  path: string;
  /** Where the folder really is. */
  real: string;
}

/** Pins folders of the workspace. Links are followed by the kernel and judged by where they led, so there is nothing to win by swapping one. */
export class Pinner {
  readonly #root: string;
  readonly #pin: (folder: string) => Pin;

  /** `root` must be a real path. */
  constructor(root: string) {
    this.#root = root;
    this.#pin = process.platform === "linux" ? pinDescriptor : pinName;
  }

  /** Pins an existing folder. `sandbox.outside` when it lies, or would lie, outside the workspace; it names `rest` of that folder. */
  pin(folder: string, rest = ""): Pin {
    const pin = this.#try(folder, rest);
    if (isInside(pin.real, this.#root)) return pin;
    pin[Symbol.dispose]();
    throw outside(join(pin.real, rest), this.#root);
  }

  /** The same, after making it and its missing parents. */
  make(folder: string, rest = ""): Pin {
    try {
      return this.pin(folder, rest);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
    using parent = this.make(dirname(folder), join(basename(folder), rest));
    makeFolder(parent, basename(folder));
    return this.pin(folder, rest);
  }

  /** A folder that is missing below one outside is outside, not missing. */
  #try(folder: string, rest: string): Pin {
    try {
      return this.#pin(folder);
    } catch (error) {
      if (!isInside(folder, this.#root)) throw outside(join(folder, rest), this.#root);
      if (folder !== this.#root) this.pin(dirname(folder), join(basename(folder), rest))[Symbol.dispose]();
      throw error;
    }
  }
}

export function outside(path: string, root: string): FettleError {
  return new FettleError("sandbox.outside", `${path} is outside the workspace ${root}.`, { at: path });
}

/** What root makes belongs to whom its surroundings belong to. */
function makeFolder(parent: Pin, name: string): void {
  const path = toPathBytes(join(parent.path, name));
  mkdirSync(path, { recursive: true });
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(`${parent.path}/.`);
  lchownSync(path, uid, gid);
}

export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function pinDescriptor(folder: string): Pin {
  const descriptor = openSync(toPathBytes(folder), O_PATH | constants.O_DIRECTORY);
  const path = `/proc/self/fd/${descriptor}`;
  const real = toName(readlinkSync(path, { encoding: "buffer" }));
  return { path, real, [Symbol.dispose]: () => closeSync(descriptor) };
}

function pinName(folder: string): Pin {
  const real = realpathSync(toPathBytes(folder));
  return { path: real, real, [Symbol.dispose]: () => {} };
}

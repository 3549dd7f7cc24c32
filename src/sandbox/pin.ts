import { closeSync, constants, mkdirSync, openSync, readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { FettleError } from "../contract/error.ts";
import { isInside } from "./path.ts";
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

  /** Pins an existing folder; `sandbox.outside` when it lies, or would lie, outside the workspace. */
  pin(folder: string): Pin {
    const pin = this.#try(folder);
    if (isInside(pin.real, this.#root)) return pin;
    pin[Symbol.dispose]();
    throw outside(pin.real, this.#root);
  }

  /** The same, after making it and its missing parents. */
  make(folder: string): Pin {
    try {
      return this.pin(folder);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
    using parent = this.make(dirname(folder));
    mkdirSync(toPathBytes(join(parent.path, basename(folder))));
    return this.pin(folder);
  }

  #try(folder: string): Pin {
    try {
      return this.#pin(folder);
    } catch (error) {
      if (!isInside(folder, this.#root)) throw outside(folder, this.#root);
      throw error;
    }
  }
}

export function outside(path: string, root: string): FettleError {
  return new FettleError("sandbox.outside", `${path} is outside the workspace ${root}.`, { at: path });
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

import { posix } from "node:path";
import picomatch from "picomatch";

/**
 * Tests paths relative to the workspace against a glob that is relative to the folder `from`.
 * A glob without a slash matches names at any depth. Hidden files match like others.
 */
export function pathPattern(glob: string, from: string): (path: string) => boolean {
  const matches = picomatch(posix.normalize(glob), { dot: true, basename: !glob.includes("/") });
  return (path) => matches(posix.relative(from, path));
}

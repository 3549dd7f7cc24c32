import { posix } from "node:path";

/** The path that shares most folders with the other one; among equals the one that is shortest, then first in the alphabet. */
export function nearest(paths: readonly string[], from: string): string | undefined {
  const home = posix.dirname(from).split("/");
  const shared = (path: string): number => {
    const folders = posix.dirname(path).split("/");
    const apart = folders.findIndex((folder, index) => folder !== home[index]);
    return apart === -1 ? folders.length : apart;
  };
  const [first] = paths
    .map((path) => ({ path, shared: shared(path) }))
    .sort((a, b) => b.shared - a.shared || a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
  return first?.path;
}

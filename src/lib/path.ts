import { relative, isAbsolute, sep } from "node:path";

/** True for `folder` itself and everything below it. Compares text: both must be absolute and normal. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

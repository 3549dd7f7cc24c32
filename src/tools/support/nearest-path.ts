import { posix } from "node:path";
import type { Files } from "../../contract/sandbox.ts";
import { nearest } from "../../lib/nearest.ts";

/** Existing paths that are spelled most like `path`, which does not exist; best first, at most three. */
export async function nearestPaths(files: Pick<Files, "list" | "facts" | "resolve">, path: string): Promise<string[]> {
  const parts = files.resolve(path).split("/");
  let folder = ".";
  for (const [index, part] of parts.entries()) {
    const names = await namesIn(files, folder);
    if (names.includes(part)) {
      folder = posix.join(folder, part);
      continue;
    }
    const candidates = nearest(part, names).map((name) => posix.join(folder, name));
    const rest = parts.slice(index + 1);
    const whole = candidates.map((candidate) => posix.join(candidate, ...rest));
    const existing = await Promise.all(whole.map((candidate) => exists(files, candidate)));
    return existing.includes(true) ? whole.filter((_, at) => existing[at]) : candidates;
  }
  return [];
}

async function namesIn(files: Pick<Files, "list">, folder: string): Promise<string[]> {
  try {
    return (await files.list(folder)).map(({ name }) => name);
  } catch {
    return [];
  }
}

async function exists(files: Pick<Files, "facts">, path: string): Promise<boolean> {
  try {
    await files.facts(path);
    return true;
  } catch {
    return false;
  }
}

import { posix } from "node:path";
import ignore, { type Ignore } from "ignore";
import type { Files } from "../../contract/sandbox.ts";

/** Rules of one `.gitignore`; they speak of paths below `folder`. */
interface Rules {
  folder: string;
  ignore: Ignore;
}

interface WalkOptions {
  files: Pick<Files, "list" | "read">;
  /** Folder to begin in, normalised; `.` for the workspace. */
  from: string;
  signal: AbortSignal;
}

/**
 * Paths of all files under a folder, sorted within each folder, without what `.gitignore` files exclude, `.git` and
 * symbolic links. Rules above `from` hold too, unless they exclude `from` itself: who names an ignored folder means it.
 */
export async function* walk({ files, from, signal }: WalkOptions): AsyncGenerator<string> {
  const above: Rules[] = [];
  for (const folder of foldersAbove(from)) above.push(...(await rulesOf(files, folder)));
  const inherited = from !== "." && isIgnored(above, `${from}/`) ? [] : above;
  yield* walkFolder({ files, from, signal }, inherited);
}

async function* walkFolder({ files, from, signal }: WalkOptions, inherited: readonly Rules[]): AsyncGenerator<string> {
  signal.throwIfAborted();
  const rules = [...inherited, ...(await rulesOf(files, from))];
  const entries = await files.list(from);
  for (const { name, type } of entries.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))) {
    const path = posix.join(from, name);
    if (name === ".git" || isIgnored(rules, type === "directory" ? `${path}/` : path)) continue;
    if (type === "file") yield path;
    if (type === "directory") yield* walkFolder({ files, from: path, signal }, rules);
  }
}

/** `a/b/c` → `.`, `a`, `a/b`. */
function foldersAbove(path: string): string[] {
  if (path === ".") return [];
  const parts = path.split("/");
  return parts.map((_, index) => (index === 0 ? "." : parts.slice(0, index).join("/")));
}

async function rulesOf(files: Pick<Files, "read">, folder: string): Promise<Rules[]> {
  try {
    const text = await files.read(posix.join(folder, ".gitignore"));
    return [{ folder, ignore: ignore().add(text.toString("utf8")) }];
  } catch {
    // Most folders have none, and one that cannot be read ignores nothing.
    return [];
  }
}

/** The rules of the deepest folder that say anything decide, as in git. */
function isIgnored(rules: readonly Rules[], path: string): boolean {
  for (const { folder, ignore } of rules.toReversed()) {
    const { ignored, unignored } = ignore.test(folder === "." ? path : path.slice(folder.length + 1));
    if (ignored || unignored) return ignored;
  }
  return false;
}

import { posix } from "node:path";
import ignore, { type Ignore } from "ignore";
import type { Files } from "../../contract/sandbox.ts";
import { rulesFrom } from "../../lib/ignore-rules.ts";

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
  let above = ignore({ ignorecase: false });
  for (const folder of foldersAbove(from)) above = await withRulesOf(files, folder, above);
  const excluded = from !== "." && above.ignores(`${from}/`);
  yield* walkFolder({ files, from, signal }, excluded ? ignore({ ignorecase: false }) : above);
}

async function* walkFolder({ files, from, signal }: WalkOptions, inherited: Ignore): AsyncGenerator<string> {
  signal.throwIfAborted();
  const entries = await files.list(from);
  const rules = entries.some(({ name }) => name === ".gitignore") ? await withRulesOf(files, from, inherited) : inherited;
  for (const { name, type } of entries.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))) {
    const path = posix.join(from, name);
    if (name === ".git" || rules.ignores(type === "directory" ? `${path}/` : path)) continue;
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

async function withRulesOf(files: Pick<Files, "read">, folder: string, inherited: Ignore): Promise<Ignore> {
  try {
    const text = await files.read(posix.join(folder, ".gitignore"));
    return ignore({ ignorecase: false })
      .add(inherited)
      .add(rulesFrom(text.toString("utf8"), folder));
  } catch {
    // Most folders have none, and one that cannot be read ignores nothing.
    return inherited;
  }
}

import { posix } from "node:path";
import type { Files } from "../../contract/sandbox.ts";
import type { ToolContext } from "../../contract/tool.ts";
import { runRipgrep } from "./ripgrep.ts";
import { walk } from "./walk.ts";

/** Files that are looked at before a search gives up on finding all. */
const MAX_FILES = 200_000;

/** Paths under the folder `from` that git does not ignore and `wanted` accepts, those changed last first. */
export async function listedFiles(
  { sandbox, signal }: ToolContext,
  { from, wanted }: { from: string; wanted(path: string): boolean },
): Promise<string[]> {
  const paths: string[] = [];
  let seen = 0;
  const take = (path: string) => {
    if (wanted(path)) paths.push(path);
    return ++seen < MAX_FILES;
  };

  const ran = await runRipgrep(sandbox, {
    args: ["--files", "--null", "--sortr=modified", "--", from],
    separator: "\0",
    signal,
    onRecord: (record) => take(posix.normalize(record.toString("utf8"))),
  });
  if (ran !== undefined) return paths;
  for await (const path of walk({ files: sandbox.files, from, signal })) if (!take(path)) break;
  return newestFirst(sandbox.files, paths);
}

async function newestFirst(files: Pick<Files, "facts">, paths: readonly string[]): Promise<string[]> {
  const dated = await Promise.all(
    paths.map(async (path) => {
      try {
        return { path, mtimeMs: (await files.facts(path)).mtimeMs };
      } catch {
        // Gone since it was listed.
        return { path, mtimeMs: 0 };
      }
    }),
  );
  return dated.sort((a, b) => b.mtimeMs - a.mtimeMs).map(({ path }) => path);
}

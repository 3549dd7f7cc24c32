import { posix } from "node:path";
import type { ToolContext } from "../../contract/tool.ts";
import { runRipgrep } from "./ripgrep.ts";
import { walk } from "./walk.ts";

/** Files that are looked at before a search gives up on finding all. */
const MAX_FILES = 200_000;

/** Paths under the folder `from` that git does not ignore and `wanted` accepts. */
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
    args: ["--files", "--null", "--", from],
    separator: "\0",
    signal,
    onRecord: (record) => take(posix.normalize(record.toString("utf8"))),
  });
  if (ran !== undefined) return paths;
  for await (const path of walk({ files: sandbox.files, from, signal })) if (!take(path)) break;
  return paths;
}

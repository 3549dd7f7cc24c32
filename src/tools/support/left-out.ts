import type { ToolContext } from "../../contract/tool.ts";

/** What a search has to leave out because rules keep it from being read. */
export interface LeftOut {
  shows(path: string): boolean;
  /** The answer with a word of what is missing. */
  tell(text: string): string;
}

/** `folder`: where the search begins, relative to the workspace. */
export function leftOutOf({ kept }: ToolContext, folder: string): LeftOut {
  const paths = kept(folder);
  const hidden = new Set(paths);
  const what =
    paths.length === 1 ? "1 path that a rule keeps from being read is" : `${paths.length} paths that rules keep from being read are`;
  return {
    shows: (path) => !above(path).some((one) => hidden.has(one)),
    tell: (text) => (paths.length === 0 ? text : `${text}\n[${what} left out]`),
  };
}

/** The path and every folder it lies in, the workspace too. */
function above(path: string): string[] {
  const names = path.split("/");
  return [".", ...names.map((_, index) => names.slice(0, index + 1).join("/"))];
}

import type { Files } from "../../contract/sandbox.ts";
import type { ToolContext } from "../../contract/tool.ts";
import { escapeLine } from "../../lib/escape.ts";
import { onPath } from "./path-errors.ts";
import { Refusal } from "./refusal.ts";

export interface SearchRoot {
  /** Normalised; `.` for the workspace. */
  path: string;
  type: "file" | "directory";
}

/** The file or folder a search begins at. */
export async function searchRoot({ sandbox: { files } }: ToolContext, name: string): Promise<SearchRoot> {
  return onPath(files, name, async () => {
    const path = files.resolve(name);
    const type = await typeOf(files, path);
    if (type === "other") throw new Refusal(`${escapeLine(name)} is neither a file nor a folder.`);
    return { path, type };
  });
}

/** The type of what is at `path`, through links. */
async function typeOf(files: Files, path: string): Promise<SearchRoot["type"] | "other"> {
  const { type } = await files.facts(path);
  if (type !== "symlink") return type;
  try {
    await files.list(path);
    return "directory";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOTDIR") throw error;
    await files.read(path, { offset: 0, maxBytes: 1 });
    return "file";
  }
}

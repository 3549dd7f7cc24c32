import type { ToolContext } from "../../contract/tool.ts";
import { escapeLine } from "../../lib/escape.ts";
import { onPath } from "./path-errors.ts";
import { Refusal } from "./refusal.ts";

/** The file or folder a search begins at, normalised; `.` for the workspace. */
export async function searchRoot({ sandbox: { files } }: ToolContext, name: string): Promise<{ path: string; type: "file" | "directory" }> {
  return onPath(files, name, async () => {
    const path = files.resolve(name);
    const { type } = await files.facts(path);
    if (type === "file" || type === "directory") return { path, type };
    throw new Refusal(`${escapeLine(name)} is neither a file nor a folder.`);
  });
}

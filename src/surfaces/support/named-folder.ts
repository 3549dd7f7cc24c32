import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { FettleError } from "../../contract/error.ts";
import type { SurfaceCall } from "../../contract/surface.ts";
import { optionText } from "./options.ts";

/** Real path of the folder that `--dir` names, else of the current one. A project's settings are trusted by it, so links must not matter. */
export function namedFolder({ options, io }: Pick<SurfaceCall, "options" | "io">): string {
  const folder = resolve(io.cwd, optionText(options, "dir") ?? ".");
  try {
    return realpathSync(folder);
  } catch (cause) {
    throw new FettleError("workspace.missing", `The folder ${folder} cannot be found.`, { at: folder, cause });
  }
}

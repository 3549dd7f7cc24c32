import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { isInside } from "./path.ts";

const systemFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/**
 * Absolute path of a program that the harness itself runs, outside of any box, or undefined. The system's own folders come first and
 * nothing that lies in the workspace counts, by whatever link it is reached: a repository must not be able to put its own `git` before
 * the real one. `workspace` is a real path.
 */
export function findProgram(name: string, workspace: string): string | undefined {
  return programFolders(workspace)
    .map((folder) => join(folder, name))
    .find((file) => isExecutable(file) && !isInside(realpathSync(file), workspace));
}

/** Where such programs, and those that they start themselves, are looked for; in order. */
export function programFolders(workspace: string): string[] {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  return [...systemFolders, ...path.filter((folder) => isAbsolute(folder) && !leadsInto(folder, workspace))];
}

function leadsInto(folder: string, workspace: string): boolean {
  try {
    return isInside(folder, workspace) || isInside(realpathSync(folder), workspace);
  } catch {
    // What is not there now may be put there at any time; by its name it lies elsewhere.
    return false;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

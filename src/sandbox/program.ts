import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { FettleError } from "../contract/error.ts";
import { isInside } from "./path.ts";

const systemFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/**
 * Absolute path of a program the harness itself runs, or undefined. The system's own folders come first and the workspace never counts:
 * a repository must not be able to put its own `bwrap` before the real one.
 */
export function findProgram(name: string, workspace: string): string | undefined {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  const trusted = path.filter((folder) => isAbsolute(folder) && !isInside(folder, workspace));
  return [...systemFolders, ...trusted].map((folder) => join(folder, name)).find(isExecutable);
}

/** What every supervisor needs. */
export function findShellPrograms(workspace: string, hint: string): { bash: string; mkfifo: string } {
  const bash = findProgram("bash", workspace);
  const mkfifo = findProgram("mkfifo", workspace);
  if (bash === undefined) throw new FettleError("sandbox.unavailable", "bash is not installed.", { hint });
  if (mkfifo === undefined) throw new FettleError("sandbox.unavailable", "mkfifo (coreutils) is not installed.", { hint });
  return { bash, mkfifo };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

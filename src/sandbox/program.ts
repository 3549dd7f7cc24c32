import { FettleError } from "../contract/error.ts";
import { findProgram } from "../lib/program.ts";

/** What every supervisor needs. */
export function findShellPrograms(workspace: string, hint: string): { bash: string; mkfifo: string } {
  const bash = findProgram("bash", workspace);
  const mkfifo = findProgram("mkfifo", workspace);
  if (bash === undefined) throw new FettleError("sandbox.unavailable", "bash is not installed.", { hint });
  if (mkfifo === undefined) throw new FettleError("sandbox.unavailable", "mkfifo (coreutils) is not installed.", { hint });
  return { bash, mkfifo };
}

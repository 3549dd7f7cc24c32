import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { FettleError } from "../../contract/error.ts";
import { isInside } from "../../lib/path.ts";

/**
 * Refuses folders that hold a person's whole life, or the machine's: the root, a home folder or what is above one, and what holds
 * Fettle's own state. All paths are absolute and real. Throws `workspace.missing`.
 */
export function refuseTooBroad(workspace: string, { home, userHome = realHome() }: { home: string; userHome?: string }): void {
  if (workspace !== "/" && !isInside(userHome, workspace) && !isInside(home, workspace)) return;
  throw new FettleError("workspace.missing", `${workspace} is too broad to be indexed as one project`, {
    at: workspace,
    hint: "Start Fettle in the folder of a project.",
  });
}

function realHome(): string {
  try {
    return realpathSync(homedir());
  } catch {
    return homedir();
  }
}

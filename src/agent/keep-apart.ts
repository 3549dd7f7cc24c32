import { existsSync, realpathSync } from "node:fs";
import { FettleError } from "../contract/error.ts";
import { isInside } from "../lib/path.ts";

/**
 * Refuses a workspace that holds Fettle's own folder or lies in it: tools would reach keys and logs, and each event would
 * change the tree that the checks judge. `workspace` is a real path.
 */
export function keepApart(workspace: string, home: string): void {
  const own = existsSync(home) ? realpathSync(home) : home;
  if (!isInside(own, workspace) && !isInside(workspace, own)) return;
  throw new FettleError("workspace.missing", `The workspace ${workspace} and Fettle's own folder ${own} lie in each other.`, {
    at: workspace,
    hint: "Work in another folder, or set FETTLE_HOME to one outside of the project.",
  });
}

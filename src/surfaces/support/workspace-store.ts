import { fettleHome } from "../../config/load.ts";
import type { SurfaceCall } from "../../contract/surface.ts";
import { resolveWorkspace } from "../../sandbox/open.ts";
import { openStore } from "../../sandbox/store/open.ts";
import type { Store } from "../../sandbox/store/store.ts";
import { namedFolder } from "./named-folder.ts";

export const folderOption = { flags: "--dir <folder>", describe: "workspace, default the current folder" } as const;

/** The undo store of the workspace that is meant; what a crash has left half done is put in order first. */
export async function openWorkspaceStore(
  call: Pick<SurfaceCall, "options" | "io">,
): Promise<{ home: string; workspace: string; store: Store }> {
  const home = fettleHome(call.io.env);
  const workspace = resolveWorkspace(namedFolder(call));
  return { home, workspace, store: await openStore({ root: workspace, home }) };
}

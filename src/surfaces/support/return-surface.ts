import { exitCodes, type ExitCode } from "../../contract/error.ts";
import type { Conflict, Undone, Which } from "../../sandbox/store/store.ts";
import type { SurfaceCall, SurfaceOption } from "../../contract/surface.ts";
import { previewReturn, returnWorkspace } from "../../agent/undo.ts";
import { escapeLine } from "../../lib/escape.ts";
import { toChange } from "../../sandbox/describe.ts";
import { changeLines } from "./event-lines.ts";
import { styleFor } from "./style.ts";
import { folderOption, openWorkspaceStore } from "./workspace-store.ts";

export const returnOptions: readonly SurfaceOption[] = [
  { flags: "--files <path>", describe: "only this path or glob; can be given more than once", repeats: true },
  { flags: "--preview", describe: "show what would happen, and do nothing" },
  { flags: "--json", describe: "one JSON object" },
  folderOption,
];

/** What `undo` and `redo` have in common: which checkpoints, how it is told, and what a conflict means for scripts. */
export async function runReturn(
  call: SurfaceCall,
  { kind, choose }: { kind: "undo" | "redo"; choose(store: Awaited<ReturnType<typeof openWorkspaceStore>>["store"]): Which | undefined },
): Promise<ExitCode> {
  const { options, io, own } = call;
  const { home, store } = await openWorkspaceStore(call);
  const which = choose(store);
  const paths = options["files"] as string[] | undefined;
  const request = { store, kind, which, ...(paths !== undefined && { paths }) };
  const preview = options["preview"] === true;
  const result = preview
    ? described(await previewReturn(request))
    : await returnWorkspace({ home, ...request, ...(own !== undefined && { own }) });
  if (options["json"] === true) {
    io.stdout.write(`${JSON.stringify({ kind, preview, ...result })}\n`);
    return result.conflicts.length > 0 ? exitCodes.unverified : exitCodes.verified;
  }

  const style = styleFor(io.stdout, io.env);
  const { checkpoint, changes, conflicts } = result;
  const heading = preview
    ? `would ${kind}`
    : checkpoint === undefined
      ? `nothing to ${kind}`
      : `${kind === "undo" ? "undone" : "redone"}, as ${checkpoint}`;
  io.stdout.write(`${style.bold(heading)}\n`);
  for (const line of changeLines({ changes, total: changes.length })) io.stdout.write(`  ${line}\n`);
  for (const conflict of conflicts) io.stdout.write(`  ${style.yellow(conflictLine(conflict))}\n`);
  if (conflicts.length > 0) {
    io.stderr.write("These paths were changed since and stay as they are; the other versions are kept in the undo store.\n");
    return exitCodes.unverified;
  }
  return exitCodes.verified;
}

function conflictLine({ path, reason }: Conflict): string {
  return `left as it is: ${escapeLine(path)}: ${escapeLine(reason)}`;
}

function described({ changes, conflicts }: Undone): Awaited<ReturnType<typeof returnWorkspace>> {
  return {
    checkpoint: undefined,
    changes: changes.map((change) => toChange(change, { before: null, after: null })),
    conflicts: conflicts.map(({ path, reason }) => ({ path, rule: "conflict", reason })),
  };
}

import { exitCodes, type ExitCode } from "../../contract/error.ts";
import { defineSurface, type SurfaceCall } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { namedFolder } from "../support/named-folder.ts";
import { chooseOutput } from "../support/output.ts";
import { styleFor } from "../support/style.ts";
import { diffTexts } from "../support/tree-diff.ts";
import { folderOption } from "../support/workspace-store.ts";

export default defineSurface({
  name: "repair",
  summary: "Mend what needs no model, and verify what came of it.",
  options: [
    folderOption,
    { flags: "--preview", describe: "show the first repair, and write nothing" },
    { flags: "--check <command>", describe: "command that must pass in the end; can be repeated", repeats: true },
    { flags: "--json", describe: "one event a line on standard output; with --preview one object" },
    { flags: "--quiet", describe: "show only how it ended" },
  ],
  examples: [
    { command: "fettle repair", does: "mends what no longer compiles; `fettle undo last` takes it back" },
    { command: "fettle repair --preview", does: "shows what it would do first, as a diff" },
  ],
  async run(call) {
    const { options, io } = call;
    const json = options["json"] === true;
    if (options["preview"] === true) return await preview(call, json);
    const { runTask } = await import("../support/run-task.ts");
    const output = chooseOutput(call);
    const checks = options["check"] as string[] | undefined;
    return await runTask(
      {
        prompt: "Repair what needs no model.",
        images: [],
        folder: namedFolder(call),
        origin: { kind: "new" },
        flags: { model: "none", ...(checks !== undefined && { checks }) },
        answer: undefined,
      },
      { io, output },
    );
  },
});

/** Without a box no program of the project is run: what only they can mend is not shown. */
async function preview(call: Pick<SurfaceCall, "options" | "io">, json: boolean): Promise<ExitCode> {
  const { io } = call;
  const [{ resolveWorkspace }, { openFiles }, { proposeRepair }] = await Promise.all([
    import("../../sandbox/open.ts"),
    import("../../sandbox/files.ts"),
    import("../../repair/proposal.ts"),
  ]);
  const workspace = resolveWorkspace(namedFolder(call));
  const files = openFiles(workspace, { readOnly: true });
  const context = { workspace, files, changed: [], signal: io.interrupt, onProgress() {} };
  const proposal = await proposeRepair(context);
  if (json) {
    const { repairer, repair } = proposal ?? {};
    const told = repair && {
      repairer,
      reasons: repair.reasons,
      files: [...repair.edits.keys()],
      before: repair.before,
      after: repair.after,
    };
    io.stdout.write(`${JSON.stringify({ preview: true, repair: told ?? null })}\n`);
    return exitCodes.verified;
  }
  if (proposal === undefined) {
    io.stdout.write("Nothing was found that can be repaired without a model.\n");
    return exitCodes.verified;
  }
  const style = styleFor(io.stdout, io.env);
  const { repairer, repair } = proposal;
  io.stdout.write(
    `${style.bold(`would repair (${repairer})`)}; diagnostics: ${repair.before.length} before, ${repair.after.length} after\n`,
  );
  for (const reason of repair.reasons) io.stdout.write(`  ${escapeLine(reason)}\n`);
  for (const [path, after] of repair.edits) {
    const before = (await files.read(path)).toString("utf8");
    io.stdout.write(`${diffTexts({ path, before, after, style })}\n`);
  }
  return exitCodes.verified;
}

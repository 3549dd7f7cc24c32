import { type ExitCode, exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface, type SurfaceIo } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { describeKept } from "../../sandbox/describe.ts";
import type { Checkpoint, Store } from "../../sandbox/store/store.ts";
import { changeLines } from "../support/event-lines.ts";
import { diffVersions } from "../support/pending-diff.ts";
import { styleFor, type Style } from "../support/style.ts";
import { folderOption, openWorkspaceStore } from "../support/workspace-store.ts";

export default defineSurface({
  name: "changes",
  summary: "Show what each call changed in this workspace, and who asked for it.",
  arguments: "[checkpoint]",
  options: [
    { flags: "--diff", describe: "with the text of what changed" },
    { flags: "--thread <id>", describe: "only what this thread has done" },
    { flags: "--pin", describe: "keep this checkpoint, whatever the quota" },
    { flags: "--unpin", describe: "let the quota have it again" },
    { flags: "--json", describe: "one JSON object a line" },
    folderOption,
  ],
  examples: [
    { command: "fettle changes", does: "lists the checkpoints, newest last" },
    { command: "fettle changes c12 --diff", does: "shows what changed between c11 and c12" },
    { command: "fettle changes c12 --pin", does: "keeps it however much is done later" },
  ],
  async run(call) {
    const { args, options, io } = call;
    const { store } = await openWorkspaceStore(call);
    const [id] = args;
    if (id === undefined) return list(store, { thread: options["thread"] as string | undefined, json: options["json"] === true, io });

    if (options["pin"] === true) store.pin(id);
    if (options["unpin"] === true) store.unpin(id);
    const checkpoint = store.checkpoints().find((checkpoint) => checkpoint.id === id);
    const details = store.show(id);
    if (checkpoint === undefined) throw new FettleError("store.missing", `There is no checkpoint ${id}.`);
    if (options["json"] === true) {
      io.stdout.write(`${JSON.stringify({ ...checkpoint, changes: details.map((change) => describeKept(change, String)) })}\n`);
      return exitCodes.verified;
    }
    const style = styleFor(io.stdout, io.env);
    const changes = details.map((change) => describeKept(change, String));
    io.stdout.write(`${row(checkpoint, style)}\n`);
    for (const line of changeLines({ changes, total: changes.length })) io.stdout.write(`  ${line}\n`);
    if (options["diff"] === true) for (const change of details) io.stdout.write(diffVersions(change, style));
    return exitCodes.verified;
  },
});

function list(store: Store, { thread, json, io }: { thread: string | undefined; json: boolean; io: SurfaceIo }): ExitCode {
  const style = styleFor(io.stdout, io.env);
  const checkpoints = store.checkpoints().filter(({ label }) => thread === undefined || label.thread.startsWith(thread));
  for (const checkpoint of checkpoints) io.stdout.write(`${json ? JSON.stringify(checkpoint) : row(checkpoint, style)}\n`);
  if (checkpoints.length === 0) io.stderr.write("Nothing has been changed here that could be undone.\n");
  const held = store.held();
  if (held.length > 0 && !json) io.stderr.write(`${held.length} held back: fettle quarantine list\n`);
  return exitCodes.verified;
}

function row({ id, at, label, state, pinned, changes, kind }: Checkpoint, style: Style): string {
  const when = new Date(at).toISOString().slice(0, 19).replace("T", " ");
  const who = label.thread === "" ? "a person" : `${label.thread} turn ${label.turn}`;
  const marks = [state === "undone" ? "undone" : "", pinned ? "pinned" : "", kind === "commit" || kind === "record" ? "" : kind].filter(
    (mark) => mark !== "",
  );
  const text = `${id.padEnd(5)} ${when}  ${String(changes).padStart(5)} ${changes === 1 ? "change " : "changes"}  ${escapeLine(label.title).slice(0, 80)}  ${style.dim(who)}`;
  return marks.length === 0 ? text : `${text} ${style.yellow(`(${marks.join(", ")})`)}`;
}

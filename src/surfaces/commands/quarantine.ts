import { type ExitCode, exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface, type OwnLog, type SurfaceIo } from "../../contract/surface.ts";
import { acceptHeld } from "../../agent/undo.ts";
import { escapeLine } from "../../lib/escape.ts";
import type { Held, HeldDetails, Store } from "../../sandbox/store/store.ts";
import { changeLines } from "../support/event-lines.ts";
import { styleFor } from "../support/style.ts";
import { folderOption, openWorkspaceStore } from "../support/workspace-store.ts";
import { diffPending } from "../support/pending-diff.ts";

export default defineSurface({
  name: "quarantine",
  summary: "Look at changes that were held back; let them in or drop them.",
  arguments: "[list|show|accept|drop] [ids...]",
  options: [
    { flags: "--file <path>", describe: "only this path of it; can be given more than once", repeats: true },
    { flags: "--json", describe: "one JSON object a line" },
    folderOption,
  ],
  examples: [
    { command: "fettle quarantine list", does: "lists what the commit gate has held back in this workspace" },
    { command: "fettle quarantine show q3", does: "shows the changes and why they were held" },
    { command: "fettle quarantine accept q3", does: "lets them into the workspace; `fettle undo` takes that back" },
    { command: "fettle quarantine accept q3 --file .envrc", does: "lets one of them in, and leaves the others held" },
    { command: "fettle quarantine drop q3", does: "deletes them for good" },
  ],
  async run(call) {
    const { args, options, io, own } = call;
    const [verb = "list", ...ids] = args;
    const { home, workspace, store } = await openWorkspaceStore(call);
    const json = options["json"] === true;
    const paths = options["file"] as string[] | undefined;
    if (verb === "list") return list(store, { json, io });
    const act = acts[verb];
    if (act === undefined) {
      throw new FettleError("usage.invalid", `quarantine has no ${JSON.stringify(verb)}.`, {
        hint: "There are list, show, accept and drop.",
      });
    }
    if (ids.length === 0) {
      throw new FettleError("usage.invalid", `Which one? quarantine ${verb} needs an id such as q3.`, {
        hint: "`fettle quarantine list` shows them.",
      });
    }
    let exit: ExitCode = exitCodes.verified;
    for (const id of ids) exit = Math.max(exit, await act({ id, paths, store, workspace, home, json, io, own })) as ExitCode;
    return exit;
  },
});

interface Act {
  id: string;
  paths: readonly string[] | undefined;
  store: Store;
  workspace: string;
  home: string;
  json: boolean;
  io: SurfaceIo;
  own: OwnLog | undefined;
}

const acts: Readonly<Record<string, (act: Act) => Promise<ExitCode>>> = {
  async show({ id, paths, store, workspace, json, io }) {
    const held = only(store.heldShow(id), paths);
    if (json) io.stdout.write(`${JSON.stringify(toJson(held))}\n`);
    else {
      const style = styleFor(io.stdout, io.env);
      io.stdout.write(`${row(held)}\n`);
      for (const { path, rule, reason } of held.holds) {
        io.stdout.write(`  ${style.yellow(escapeLine(path))}: ${escapeLine(reason)} ${style.dim(`(${rule})`)}\n`);
      }
      for (const change of held.pending) io.stdout.write(diffPending(change, { workspace, style }));
    }
    return exitCodes.verified;
  },

  async accept({ id, paths, store, home, json, io, own }) {
    const { checkpoint, changes, conflicts } = await acceptHeld({ home, store, id, paths, ...(own !== undefined && { own }) });
    if (json) io.stdout.write(`${JSON.stringify({ id, checkpoint, changes, conflicts })}\n`);
    else {
      io.stdout.write(`${id} let in${checkpoint === undefined ? "" : ` as ${checkpoint}`}\n`);
      for (const line of changeLines({ changes, total: changes.length })) io.stdout.write(`  ${line}\n`);
      for (const { path, reason } of conflicts) io.stdout.write(`  still held: ${escapeLine(path)}: ${escapeLine(reason)}\n`);
    }
    return conflicts.length > 0 ? exitCodes.unverified : exitCodes.verified;
  },

  async drop({ id, paths, store, json, io }) {
    await store.drop(id, paths);
    io.stdout.write(json ? `${JSON.stringify({ id, dropped: true })}\n` : `${id} dropped\n`);
    return exitCodes.verified;
  },
};

/** What is held of these paths, with the reasons that are about them. */
function only(held: HeldDetails, paths: readonly string[] | undefined): HeldDetails {
  if (paths === undefined) return held;
  const isAbout = (path: string) => paths.some((wanted) => path === wanted || path.startsWith(`${wanted}/`));
  const pending = held.pending.filter(({ path }) => isAbout(path));
  return { ...held, pending, changes: pending.length, holds: held.holds.filter(({ path }) => isAbout(path)) };
}

function list(store: Store, { json, io }: { json: boolean; io: SurfaceIo }): ExitCode {
  const held = store.held();
  for (const one of held) io.stdout.write(`${json ? JSON.stringify(one) : row(one)}\n`);
  if (held.length === 0) io.stderr.write("Nothing is held back in this workspace.\n");
  return exitCodes.verified;
}

function row({ id, at, label, holds }: Held): string {
  const when = new Date(at).toISOString().slice(0, 19).replace("T", " ");
  const [first] = holds;
  const rest = holds.length > 1 ? ` and ${holds.length - 1} more` : "";
  return `${id.padEnd(5)} ${when}  ${escapeLine(first?.path ?? "")}${rest}  ${escapeLine(first?.reason ?? "")}  [${escapeLine(label.title).slice(0, 60)}]`;
}

/** Without what only the store understands. */
function toJson({ pending, ...held }: HeldDetails): unknown {
  return {
    ...held,
    paths: pending.map(({ path, before, after }) => ({
      path,
      change: before === null ? "added" : after === null ? "deleted" : "modified",
    })),
  };
}

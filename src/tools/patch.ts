import * as z from "zod";
import { defineTool, type ToolContext, type ToolResult } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { sha256 } from "../lib/hash.ts";
import { changeAll, type FileChange } from "./support/all-or-nothing.ts";
import { applyHunks } from "./support/apply-hunks.ts";
import { compactDiff } from "./support/compact-diff.ts";
import { encodeEdited, openEditable } from "./support/editable.ts";
import { loadFile, MAX_LOADED_BYTES } from "./support/load-file.ts";
import { parsePatch, pathsOfPatch, type FilePatch } from "./support/patch-grammar.ts";
import { onPath } from "./support/path-errors.ts";
import { refusable, Refusal } from "./support/refusal.ts";
import { formatSize } from "./support/size.ts";

export default defineTool({
  name: "patch",
  summary:
    "Change files, all or none: *** Begin Patch, *** Add|Update|Delete File: PATH, [*** Move to: PATH], @@ anchor, lines with ' ', '-', '+', *** End Patch.",
  effect: "write",
  edits: "patch",
  input: z.object({ patch: z.string() }),
  touches: ({ patch }) => pathsOfPatch(patch),
  title: ({ patch }) => `patch ${pathsOfPatch(patch).map(escapeLine).join(", ")}`,
  async run({ patch }, context) {
    const result = await refusable(() => apply(patch, context));
    return result.ok ? result : { ok: false, text: `Nothing was written. ${result.text}` };
  },
});

async function apply(patch: string, context: ToolContext): Promise<ToolResult> {
  const planned: Planned[] = [];
  for (const filePatch of parsePatch(patch)) planned.push(await plan(filePatch, context));
  demandDistinct(planned);

  // Removals last: of all changes they are the ones that cannot be taken back to the mode of the file.
  const [removals, others] = partition(planned.flatMap(({ changes }) => changes));
  await changeAll(context.sandbox.files, [...others, ...removals]);
  for (const { path, content } of planned) if (content !== undefined) context.seen.set(path, sha256(content));
  return { ok: true, text: planned.map(({ report }) => report).join("\n") };
}

function partition(changes: readonly FileChange[]): [removals: FileChange[], others: FileChange[]] {
  return [changes.filter(({ type }) => type === "remove"), changes.filter(({ type }) => type !== "remove")];
}

/** What one section of a patch comes to, computed before anything is written. */
interface Planned {
  /** Where the file is afterwards. */
  path: string;
  /** What it holds afterwards; undefined when it is gone. */
  content?: Uint8Array;
  changes: FileChange[];
  report: string;
}

async function plan(patch: FilePatch, context: ToolContext): Promise<Planned> {
  switch (patch.type) {
    case "add":
      return planAdd(patch, context);
    case "delete":
      return planDelete(patch.path, context);
    case "update":
      return planUpdate(patch, context);
  }
}

async function planAdd({ path: name, content: text }: { path: string; content: string }, context: ToolContext): Promise<Planned> {
  const path = await freePath(name, context);
  const content = Buffer.from(text);
  return { path, content, changes: [{ type: "write", path, content, before: undefined }], report: `Added ${escapeLine(path)}.` };
}

async function planDelete(name: string, context: ToolContext): Promise<Planned> {
  const { files } = context.sandbox;
  const { path, before } = await onPath(files, name, async () => {
    const path = files.resolve(name);
    const before = await loadFile(files, path);
    if (before === undefined)
      throw new Refusal(`${escapeLine(path)} is larger than ${formatSize(MAX_LOADED_BYTES)}. Delete it with shell.`);
    return { path, before };
  });
  const known = context.seen.get(path);
  if (known !== undefined && known !== sha256(before))
    throw new Refusal(`${escapeLine(path)} changed since you read it. Read it again before you delete it.`);
  return { path, changes: [{ type: "remove", path, before }], report: `Deleted ${escapeLine(path)}.` };
}

async function planUpdate(patch: Extract<FilePatch, { type: "update" }>, context: ToolContext): Promise<Planned> {
  const editable = await openEditable(context, patch.path);
  const name = escapeLine(editable.path);
  if (!editable.asSeen) throw new Refusal(`${name} changed since you read it. Read it again.`);

  const { text, adapted } = inFile(name, () => applyHunks(editable.file.text, patch.hunks));
  const content = encodeEdited(editable, text);
  const path = patch.moveTo === undefined ? editable.path : await freePath(patch.moveTo, context);
  const report = [
    path === editable.path ? `Edited ${name}.` : `Moved ${name} to ${escapeLine(path)}.`,
    ...(adapted.length === 0 ? [] : [`Matched only up to white space, and given the file's indentation: line ${adapted.join(", ")}.`]),
    compactDiff(editable.file.text, text),
  ];
  return {
    path,
    content,
    changes: [
      ...(path === editable.path ? [] : [{ type: "rename", path: editable.path, to: path } as const]),
      { type: "write", path, content, before: editable.bytes },
    ],
    report: report.filter((line) => line !== "").join("\n"),
  };
}

/** The path of a file that is to be made; nothing may be there. */
async function freePath(name: string, { sandbox: { files } }: ToolContext): Promise<string> {
  return onPath(files, name, async () => {
    const path = files.resolve(name);
    const taken = await files.facts(path).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return false;
        throw error;
      },
    );
    if (taken) throw new Refusal(`${escapeLine(path)} exists already. Use *** Update File.`);
    return path;
  });
}

function demandDistinct(planned: readonly Planned[]): void {
  const paths = planned.flatMap(({ changes }) => new Set(changes.map(({ path }) => path)).values().toArray());
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new Refusal(`The patch names ${escapeLine(twice)} twice. Put all its hunks under one header.`);
}

function inFile<Value>(name: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

import * as z from "zod";
import type { Files } from "../contract/sandbox.ts";
import { defineTool, type ToolContext } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { sha256 } from "../lib/hash.ts";
import { splitLines } from "./support/lines.ts";
import { loadFile } from "./support/load-file.ts";
import { onPath } from "./support/path-errors.ts";
import { refusable, Refusal } from "./support/refusal.ts";

export default defineTool({
  name: "write",
  summary: "Make or replace a whole file.",
  effect: "write",
  input: z.object({ path: z.string(), content: z.string() }),
  touches: ({ path }) => [path],
  title: ({ path }) => `write ${escapeLine(path)}`,
  run: ({ path: name, content }, context) =>
    refusable(async () => {
      const { files } = context.sandbox;
      const bytes = Buffer.from(content);
      const path = await onPath(files, name, async () => {
        const path = files.resolve(name);
        await demandSeen(context, path);
        await files.write(path, bytes);
        return path;
      });
      context.seen.set(path, sha256(bytes));
      return { ok: true, text: `Wrote ${escapeLine(path)} (${splitLines(content).length} lines).` };
    }),
});

/** Nothing is overwritten that the model does not know. */
async function demandSeen({ sandbox: { files }, seen }: ToolContext, path: string): Promise<void> {
  const old = await loadExisting(files, path);
  if (old === "none") return;
  const known = seen.get(path);
  if (known === undefined || old === undefined)
    throw new Refusal(`${escapeLine(path)} exists and you have not read it; nothing was written. Read it first, or edit it.`);
  if (known !== sha256(old)) throw new Refusal(`${escapeLine(path)} changed since you read it; nothing was written. Read it again first.`);
}

/** Undefined when the file is too large to have been read whole. */
async function loadExisting(files: Files, path: string): Promise<Buffer | undefined | "none"> {
  try {
    return await loadFile(files, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "none";
    throw error;
  }
}

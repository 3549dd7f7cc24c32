import * as z from "zod";
import type { FileFacts } from "../contract/sandbox.ts";
import { defineTool, type ToolContext } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { sha256 } from "../lib/hash.ts";
import { MAX_LOADED_BYTES } from "./support/editable.ts";
import { splitLines } from "./support/lines.ts";
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
        const facts = await factsOrNone(context, path);
        if (facts !== undefined) await demandSeen(context, path, facts);
        await files.write(path, bytes);
        return path;
      });
      context.seen.set(path, sha256(bytes));
      return { ok: true, text: `Wrote ${escapeLine(path)} (${splitLines(content).length} lines).` };
    }),
});

async function factsOrNone({ sandbox: { files } }: ToolContext, path: string): Promise<FileFacts | undefined> {
  try {
    return await files.facts(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Nothing is overwritten that the model does not know. */
async function demandSeen({ sandbox: { files }, seen }: ToolContext, path: string, facts: FileFacts): Promise<void> {
  const name = escapeLine(path);
  if (facts.type === "directory") throw new Refusal(`${name} is a folder.`);
  const known = seen.get(path);
  if (known === undefined || facts.size > MAX_LOADED_BYTES)
    throw new Refusal(`${name} exists and you have not read it; nothing was written. Read it first, or edit it.`);
  if (known !== sha256(await files.read(path)))
    throw new Refusal(`${name} changed since you read it; nothing was written. Read it again first.`);
}

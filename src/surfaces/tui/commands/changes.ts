import { exitCodes } from "../../../contract/error.ts";
import { versionText } from "../../support/pending-diff.ts";
import { openWorkspaceStore } from "../../support/workspace-store.ts";
import { type CommandContext, defineSlashCommand } from "../app/slash-command.ts";
import type { Line } from "../text/line.ts";
import { fileDiffs } from "./support/file-diffs.ts";
import { tell, toLines } from "./support/tell.ts";
import { wordsOf } from "./support/words.ts";

export default defineSlashCommand({
  name: "changes",
  summary: {
    en: "list what each call changed here; one with its diff",
    de: "auflisten, was jeder Aufruf hier geändert hat; einen mit Diff",
  },
  argument: "[checkpoint]",
  duringTurn: true,
  async run(context, argument) {
    const words = wordsOf(argument);
    const { exitCode, output } = await context.runSurface("changes", words);
    const [id] = words.length === 1 ? words : [];
    const diffs = id !== undefined && exitCode === exitCodes.verified ? await diffsOf(id, context) : [];
    await tell(context, `changes ${argument}`.trim(), [...toLines(output), ...(diffs.length > 0 ? [[]] : []), ...diffs]);
  },
});

async function diffsOf(checkpoint: string, context: CommandContext): Promise<Line[]> {
  const { store } = await openWorkspaceStore({ options: {}, io: context.io });
  const files = store.show(checkpoint).flatMap(({ path, before, after, beforeAt, afterAt }) => {
    const [old, now] = [versionText(beforeAt, before), versionText(afterAt, after)];
    return old === undefined || now === undefined || old === now ? [] : [{ path, before: old, after: now }];
  });
  return await fileDiffs(files, context);
}

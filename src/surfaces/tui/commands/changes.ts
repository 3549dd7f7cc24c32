import { exitCodes } from "../../../contract/error.ts";
import { openFileVersions } from "../../support/file-versions.ts";
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
  const versionsOf = await openFileVersions(context.io);
  const files = versionsOf([checkpoint]).filter(({ before, after }) => before !== undefined && after !== undefined && before !== after);
  return await fileDiffs(files, context);
}

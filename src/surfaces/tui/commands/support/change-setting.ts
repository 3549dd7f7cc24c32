import type { Flags } from "../../../../config/load.ts";
import type { CommandContext } from "../../app/slash-command.ts";
import { commandTexts } from "../../messages/commands.ts";
import { lineOf } from "../../text/line.ts";
import { labelOf } from "./prompts.ts";

/**
 * Lets settings hold from the next prompt on, which closes the thread and opens it again. Commands that run in its background end with it:
 * who has some is told which, and asked before. False when they are to run on.
 */
export async function changeSetting(
  { session, language, say, choose }: Pick<CommandContext, "session" | "language" | "say" | "choose">,
  flags: Flags,
): Promise<boolean> {
  const texts = commandTexts[language];
  const running = session.thread?.jobs.list().filter((job) => job.running) ?? [];
  if (running.length > 0) {
    say([lineOf(texts.jobsWouldEnd), ...running.map(({ id, command }) => lineOf(`  ${labelOf(command)} (${id})`))]);
    const ends = await choose(texts.endJobs(running.length), [
      { label: texts.letJobsRun, value: false },
      { label: texts.endThem, value: true },
    ]);
    if (ends !== true) return false;
  }
  await session.change(flags);
  return true;
}

import { type CommandContext, defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { tell, toLines } from "./support/tell.ts";
import { wordsOf } from "./support/words.ts";

interface Listed {
  id: string;
  title?: string;
  sha256: string;
  standing: string;
  stale: string[];
}

export default defineSlashCommand({
  name: "memory",
  summary: {
    en: "look at what is kept across threads; accept what was proposed, or forget it",
    de: "ansehen, was über Threads hinweg behalten wird; Vorschläge annehmen oder vergessen",
  },
  argument: "[list|add|check …]",
  duringTurn: true,
  async run(context, argument) {
    if (argument !== "") {
      const { output } = await context.runSurface("memory", wordsOf(argument));
      return await tell(context, "memory", toLines(output));
    }
    const texts = commandTexts[context.language];
    const known = await parsed(context, ["list"]);
    if (known.length === 0) return context.say([lineOf(texts.noMemories)]);
    // What waits for a person comes first.
    const choices = known
      .sort((a, b) => Number(b.standing === "waiting") - Number(a.standing === "waiting"))
      .map((one) => ({
        label: one.title ?? one.id,
        detail: [one.id, one.standing, ...(one.stale.length > 0 ? ["stale"] : [])].join(" · "),
        value: one,
      }));
    const chosen = await context.choose(texts.chooseMemory, choices);
    if (chosen !== undefined) await decide(context, chosen);
  },
});

/** Shows all of it, and does what the person says then: to exactly what was shown. */
async function decide(context: CommandContext, { id, standing, stale }: Listed): Promise<void> {
  const texts = commandTexts[context.language];
  const [[offered], { output }] = await Promise.all([parsed(context, ["show", id]), context.runSurface("memory", ["show", id])]);
  await context.show(id, toLines(output));
  const isOpen = standing === "waiting" || standing === "new" || standing === "changed";
  const args = await context.choose<string[] | undefined>(texts.memoryWhat, [
    { label: texts.heldLeave, value: undefined },
    ...(isOpen && offered !== undefined ? [{ label: texts.memoryAccept, value: ["accept", id, "--sha256", offered.sha256] }] : []),
    ...(standing === "accepted" && stale.length > 0 ? [{ label: texts.memoryHolds, value: ["check", "--accept", id] }] : []),
    ...(id.startsWith("organisation/") ? [] : [{ label: texts.memoryForget, value: ["forget", id] }]),
  ]);
  if (args === undefined) return;
  const { output: done } = await context.runSurface("memory", args);
  // What was accepted has just been shown.
  context.say(toLines(done).slice(-1));
}

async function parsed({ runSurface }: CommandContext, args: readonly string[]): Promise<Listed[]> {
  const { output } = await runSurface("memory", [...args, "--json"]);
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line) as Listed);
}

import { defineSlashCommand } from "../app/slash-command.ts";
import { tell, toLines } from "./support/tell.ts";
import { wordsOf } from "./support/words.ts";

export default defineSlashCommand({
  name: "threads",
  summary: { en: "list threads of all folders", de: "Threads aller Ordner auflisten" },
  duringTurn: true,
  async run(context, argument) {
    const { output } = await context.runSurface("threads", wordsOf(argument));
    await tell(context, "threads", toLines(output));
  },
});

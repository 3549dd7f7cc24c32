import { defineSlashCommand } from "../app/slash-command.ts";
import { tell, toLines } from "./support/tell.ts";
import { wordsOf } from "./support/words.ts";

export default defineSlashCommand({
  name: "checks",
  summary: { en: "list the checks that decide whether work is done", de: "die Prüfungen auflisten, die über fertige Arbeit entscheiden" },
  duringTurn: true,
  async run(context, argument) {
    const { output } = await context.runSurface("checks", wordsOf(argument));
    await tell(context, "checks", toLines(output));
  },
});

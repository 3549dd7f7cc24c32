import { defineSlashCommand } from "../app/slash-command.ts";
import { tell, toLines } from "./support/tell.ts";
import { wordsOf } from "./support/words.ts";

export default defineSlashCommand({
  name: "config",
  summary: { en: "show every setting and where it came from", de: "alle Einstellungen zeigen, und woher sie kommen" },
  duringTurn: true,
  async run(context, argument) {
    const { output } = await context.runSurface("config", wordsOf(argument));
    await tell(context, "config", toLines(output));
  },
});

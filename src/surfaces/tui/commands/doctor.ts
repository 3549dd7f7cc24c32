import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { tell, toLines } from "./support/tell.ts";

export default defineSlashCommand({
  name: "doctor",
  summary: { en: "try what this machine offers", de: "ausprobieren, was dieser Rechner bietet" },
  duringTurn: true,
  async run(context) {
    context.say([lineOf(commandTexts[context.language].examining)]);
    const { output } = await context.runSurface("doctor", []);
    await tell(context, "doctor", toLines(output));
  },
});

import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { tell, toLines } from "./support/tell.ts";
import { needThread } from "./support/this-thread.ts";

export default defineSlashCommand({
  name: "context",
  summary: { en: "what fills the model's context, and what it costs", de: "was den Kontext des Modells füllt, und was es kostet" },
  duringTurn: true,
  async run(context) {
    const thread = needThread(context);
    if (thread === undefined) return;
    const { output } = await context.runSurface("context", [thread]);
    await tell(context, commandTexts[context.language].contextTitle, toLines(output));
  },
});

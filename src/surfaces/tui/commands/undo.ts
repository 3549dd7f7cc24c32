import { defineSlashCommand } from "../app/slash-command.ts";
import { runOnThread } from "./support/run-on-thread.ts";
import { tell, toLines } from "./support/tell.ts";
import { wordsOf } from "./support/words.ts";

export default defineSlashCommand({
  name: "undo",
  summary: {
    en: "take back what was done: the last call, several, all after a checkpoint",
    de: "zurücknehmen, was getan wurde: den letzten Aufruf, mehrere, alles nach einem Checkpoint",
  },
  argument: "[steps|checkpoint]",
  async run(context, argument) {
    const { output } = await runOnThread(context, "undo", wordsOf(argument));
    await tell(context, "undo", toLines(output));
  },
});

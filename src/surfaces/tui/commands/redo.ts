import { defineSlashCommand } from "../app/slash-command.ts";
import { runOnThread } from "./support/run-on-thread.ts";
import { tell, toLines } from "./support/tell.ts";
import { wordsOf } from "./support/words.ts";

export default defineSlashCommand({
  name: "redo",
  summary: { en: "bring back what was undone", de: "wiederherstellen, was zurückgenommen wurde" },
  argument: "[checkpoint]",
  async run(context, argument) {
    const { output } = await runOnThread(context, "redo", wordsOf(argument));
    await tell(context, "redo", toLines(output));
  },
});

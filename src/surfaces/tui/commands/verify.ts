import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { runOnThread } from "./support/run-on-thread.ts";
import { tell, toLines } from "./support/tell.ts";
import { wordsOf } from "./support/words.ts";

export default defineSlashCommand({
  name: "verify",
  summary: {
    en: "judge again what this thread has done, or what is not committed yet",
    de: "noch einmal beurteilen, was dieser Thread getan hat, oder was noch nicht im Commit ist",
  },
  argument: "[--accept finding --by name --reason text]",
  async run(context, argument) {
    const words = wordsOf(argument);
    const thread = context.session.current;
    const isAnswer = words.includes("--accept");
    if (!isAnswer) {
      context.say([lineOf(commandTexts[context.language].verifying)]);
      // Checks run in a box of a thread of their own, which needs this one's lock. The next prompt goes on with it.
      await context.session.close();
    }
    const args = thread === undefined ? words : [thread, ...words];
    const { output } = isAnswer ? await runOnThread(context, "verify", args) : await context.runSurface("verify", args);
    await tell(context, "verify", toLines(output));
  },
});

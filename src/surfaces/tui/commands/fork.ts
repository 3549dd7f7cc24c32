import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { branchOff } from "./support/branch-off.ts";
import { labelOf, promptsOf, timeText } from "./support/prompts.ts";
import { eventsOf, needThread } from "./support/this-thread.ts";

export default defineSlashCommand({
  name: "fork",
  summary: {
    en: "branch off before an earlier prompt, with the files of then or those of now",
    de: "vor einem früheren Prompt abzweigen, mit den Dateien von damals oder von jetzt",
  },
  async run(context) {
    const texts = commandTexts[context.language];
    const thread = needThread(context);
    if (thread === undefined) return;
    const prompts = (await promptsOf(eventsOf(context, thread))).toReversed();
    if (prompts.length === 0) return context.say([lineOf(texts.noPrompts)]);
    const choices = prompts.map((prompt) => ({
      label: labelOf(prompt.text),
      detail: `${timeText(prompt.at)} · ${texts.filesCount(prompt.checkpoints.length)}`,
      value: prompt,
    }));
    const chosen = await context.choose(texts.choosePrompt, choices);
    if (chosen !== undefined) await branchOff(context, chosen);
  },
});

import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { askToKeep } from "./support/keep-setting.ts";

export default defineSlashCommand({
  name: "vim",
  summary: { en: "turn Vim's modes on or off", de: "die Modi von Vim ein- oder ausschalten" },
  duringTurn: true,
  async run(context) {
    const vim = !context.settings.vim;
    context.changeSettings({ vim });
    context.say([lineOf(commandTexts[context.language].vimIs(vim))]);
    await askToKeep(context, "terminal.vim", vim);
  },
});

import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { changeSetting } from "./support/change-setting.ts";

export default defineSlashCommand({
  name: "plan",
  summary: { en: "plan without changing anything; /mode auto carries it out", de: "planen, ohne etwas zu ändern; /mode auto führt es aus" },
  argument: "[prompt]",
  async run(context, argument) {
    const { language, session, say } = context;
    if (!(await changeSetting(context, { mode: "plan" }))) return;
    say([lineOf(commandTexts[language].modeIs("plan"))]);
    if (argument !== "") session.submit({ type: "prompt.submit", text: argument });
  },
});

import { settings } from "../../../config/settings.ts";
import { defineSlashCommand } from "../app/slash-command.ts";
import type { TerminalSettings } from "../app/settings.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { themeSettings } from "../theme/choice.ts";
import { askToKeep } from "./support/keep-setting.ts";

export default defineSlashCommand({
  name: "theme",
  summary: { en: "choose the colours", de: "die Farben wählen" },
  argument: `[${themeSettings.join("|")}]`,
  duringTurn: true,
  async run(context, argument) {
    const texts = commandTexts[context.language];
    const choices = themeSettings.map((theme) => ({ label: theme, value: theme }));
    const chosen: TerminalSettings["theme"] | undefined =
      argument === "" ? await context.choose(texts.chooseTheme, choices) : settings["terminal.theme"].kind.fromText(argument);
    if (chosen === undefined && argument !== "") context.say([lineOf(texts.notAValue(argument, themeSettings.join(", ")))]);
    if (chosen === undefined) return;
    context.changeSettings({ theme: chosen });
    context.say([lineOf(texts.themeIs(chosen))]);
    await askToKeep(context, "terminal.theme", chosen);
  },
});

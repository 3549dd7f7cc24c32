import { defineSlashCommand } from "../app/slash-command.ts";
import { type Language, languages } from "../messages/catalogue.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { askToKeep } from "./support/keep-setting.ts";

const names: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch" };

export default defineSlashCommand({
  name: "language",
  summary: { en: "choose the language of the terminal", de: "die Sprache des Terminals wählen" },
  argument: `[${languages.join("|")}]`,
  duringTurn: true,
  async run(context, argument) {
    const texts = commandTexts[context.language];
    const choices = languages.map((language) => ({ label: names[language], detail: language, value: language }));
    const chosen = argument === "" ? await context.choose(texts.chooseLanguage, choices) : languages.find((known) => known === argument);
    if (chosen === undefined && argument !== "") context.say([lineOf(texts.notAValue(argument, languages.join(", ")))]);
    if (chosen === undefined) return;
    context.changeSettings({ language: chosen });
    context.say([lineOf(commandTexts[chosen].languageIs)]);
    await askToKeep({ ...context, language: chosen }, "terminal.language", chosen);
  },
});

import { type Mode, modes } from "../../../contract/policy.ts";
import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { changeSetting } from "./support/change-setting.ts";

export default defineSlashCommand({
  name: "mode",
  summary: { en: "choose what is asked before it happens", de: "wählen, wonach vorher gefragt wird" },
  argument: "[plan|ask|auto]",
  async run(context, argument) {
    const { language, choose, say } = context;
    const texts = commandTexts[language];
    const details: Readonly<Record<Mode, string>> = { plan: texts.modePlan, ask: texts.modeAsk, auto: texts.modeAuto };
    const choices = modes.map((mode) => ({ label: mode, detail: details[mode], value: mode }));
    const chosen = argument === "" ? await choose(texts.chooseMode, choices) : modes.find((mode) => mode === argument);
    if (chosen === undefined && argument !== "") say([lineOf(texts.notAValue(argument, modes.join(", ")))]);
    if (chosen === undefined) return;
    if (await changeSetting(context, { mode: chosen })) say([lineOf(texts.modeIs(chosen))]);
  },
});

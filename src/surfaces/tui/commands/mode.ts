import { type Mode, modes } from "../../../contract/policy.ts";
import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";

export default defineSlashCommand({
  name: "mode",
  summary: { en: "choose what is asked before it happens", de: "wählen, wonach vorher gefragt wird" },
  argument: "[plan|ask|auto]",
  async run({ language, session, choose, say }, argument) {
    const texts = commandTexts[language];
    const details: Readonly<Record<Mode, string>> = { plan: texts.modePlan, ask: texts.modeAsk, auto: texts.modeAuto };
    const choices = modes.map((mode) => ({ label: mode, detail: details[mode], value: mode }));
    const chosen = argument === "" ? await choose(texts.chooseMode, choices) : modes.find((mode) => mode === argument);
    if (chosen === undefined && argument !== "") say([lineOf(texts.notAValue(argument, modes.join(", ")))]);
    if (chosen === undefined) return;
    const hasJobs = session.thread?.jobs.list().some(({ running }) => running) === true;
    await session.change({ mode: chosen });
    say([lineOf(texts.modeIs(chosen)), ...(hasJobs ? [lineOf(texts.jobsEnd)] : [])]);
  },
});

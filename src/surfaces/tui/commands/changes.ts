import { defineSlashCommand } from "../app/slash-command.ts";
import { styleOfDiff, tell, toLines } from "./support/tell.ts";
import { wordsOf } from "./support/words.ts";

export default defineSlashCommand({
  name: "changes",
  summary: {
    en: "list what each call changed here; one with its diff",
    de: "auflisten, was jeder Aufruf hier geändert hat; einen mit Diff",
  },
  argument: "[checkpoint]",
  duringTurn: true,
  async run(context, argument) {
    const words = wordsOf(argument);
    const isOne = words.length === 1;
    const { output } = await context.runSurface("changes", isOne ? [...words, "--diff"] : words);
    await tell(context, `changes ${argument}`.trim(), toLines(output, isOne ? styleOfDiff : undefined));
  },
});

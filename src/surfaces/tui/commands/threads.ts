import { defineSlashCommand } from "../app/slash-command.ts";
import { tell, toLines } from "./support/tell.ts";
import { wordsOf } from "./support/words.ts";

export default defineSlashCommand({
  name: "threads",
  summary: { en: "list threads of all folders, or search in them", de: "Threads aller Ordner auflisten, oder in ihnen suchen" },
  argument: "[text]",
  duringTurn: true,
  async run(context, argument) {
    const isSearch = argument !== "" && !argument.startsWith("-");
    // As it was typed: quotes mean something to a search.
    const { output } = isSearch
      ? await context.runSurface("search", ["--", argument])
      : await context.runSurface("threads", wordsOf(argument));
    await tell(context, "threads", toLines(output));
  },
});

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { FettleError } from "../../../contract/error.ts";
import { threadMarkdown } from "../../support/thread-markdown.ts";
import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { eventsOf, needThread } from "./support/this-thread.ts";
import { fettleHome } from "../../../config/load.ts";

export default defineSlashCommand({
  name: "export",
  summary: { en: "write this thread into a file as Markdown", de: "diesen Thread als Markdown in eine Datei schreiben" },
  argument: "[file]",
  duringTurn: true,
  async run(context, argument) {
    const thread = needThread(context);
    if (thread === undefined) return;
    const file = resolve(context.io.cwd, argument === "" ? `fettle-${thread.slice(0, 10)}.md` : argument);
    const text = await threadMarkdown(eventsOf(context, thread), { home: fettleHome(context.io.env), thread });
    try {
      // What is there already is never lost.
      writeFileSync(file, text, { flag: "wx" });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
      throw new FettleError("usage.invalid", "There is such a file already.", { at: file, hint: "Name another one: /export FILE", cause });
    }
    context.say([lineOf(commandTexts[context.language].exported(file))]);
  },
});

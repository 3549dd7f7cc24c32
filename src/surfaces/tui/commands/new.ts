import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";

export default defineSlashCommand({
  name: "new",
  summary: { en: "begin a new thread", de: "einen neuen Thread beginnen" },
  async run({ language, session, say }) {
    await session.goOnWith({ kind: "new" });
    say([lineOf(commandTexts[language].newThread)]);
  },
});

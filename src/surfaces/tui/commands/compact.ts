import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";

export default defineSlashCommand({
  name: "compact",
  summary: { en: "make room: all facts and a summary stay", de: "Platz schaffen: alle Fakten und eine Zusammenfassung bleiben" },
  duringTurn: true,
  run({ language, session, say }) {
    if (session.current === undefined) return say([lineOf(commandTexts[language].noThread)]);
    say([lineOf(commandTexts[language].compacting)]);
    session.submit({ type: "context.compact" });
  },
});

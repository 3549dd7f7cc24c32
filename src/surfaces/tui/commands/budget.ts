import { loadConfig } from "../../../config/load.ts";
import { settings } from "../../../config/settings.ts";
import { foldEvents } from "../../../log/folds/fold.ts";
import { spent } from "../../../log/folds/spent.ts";
import { defineSlashCommand } from "../app/slash-command.ts";
import { countOf, dollarsOf } from "../messages/numbers.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { changeSetting } from "./support/change-setting.ts";
import { eventsOf } from "./support/this-thread.ts";

const unlimited = "none";

export default defineSlashCommand({
  name: "budget",
  summary: { en: "what this thread may cost; set it", de: "was dieser Thread kosten darf; es festlegen" },
  argument: `[usd|${unlimited}]`,
  async run(context, argument) {
    const { language, session, io, say } = context;
    const texts = commandTexts[language];
    if (argument !== "") {
      const usd = settings["budget.usd"].kind.fromText(argument.replace(/^\$/, ""));
      if (usd === undefined) return say([lineOf(texts.budgetUsage)]);
      if (!(await changeSetting(context, { "budget.usd": usd ?? unlimited }))) return;
      return say([lineOf(texts.budgetIs(usd === null ? unlimited : dollarsOf(usd, language)))]);
    }
    const thread = session.current;
    const used = thread === undefined ? spent.start() : await foldEvents(spent, eventsOf(context, thread));
    const { settings: limits } = await loadConfig({ env: io.env, flags: session.flags, workspace: io.cwd });
    const line = (sum: string, limit: string | undefined) =>
      lineOf(limit === undefined ? texts.budgetNone(sum) : texts.budgetLine(sum, limit));
    const { "budget.usd": usd, "budget.tokens": tokens } = limits;
    say([
      line(dollarsOf(used.usd, language), usd === null ? undefined : dollarsOf(usd, language)),
      line(texts.budgetTokens(countOf(used.tokens, language)), tokens === null ? undefined : countOf(tokens, language)),
    ]);
  },
});

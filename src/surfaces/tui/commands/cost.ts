import { foldEvents } from "../../../log/folds/fold.ts";
import { ledger, type LedgerStep } from "../../../log/folds/ledger.ts";
import { defineSlashCommand } from "../app/slash-command.ts";
import { countOf, decimal } from "../messages/numbers.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf, span } from "../text/line.ts";
import { tableLines, tell } from "./support/tell.ts";
import { eventsOf, needThread } from "./support/this-thread.ts";

export default defineSlashCommand({
  name: "cost",
  summary: { en: "what this thread has cost, by model", de: "was dieser Thread gekostet hat, nach Modellen" },
  duringTurn: true,
  async run(context) {
    const { language } = context;
    const texts = commandTexts[language];
    const thread = needThread(context);
    if (thread === undefined) return;
    const { steps, unpricedSteps } = await foldEvents(ledger, eventsOf(context, thread));
    const count = (number: number) => countOf(number, language);
    const row = (name: string, some: readonly LedgerStep[]) => {
      const sum = (of: (step: LedgerStep) => number) => some.reduce((total, step) => total + of(step), 0);
      const isPriced = some.some(({ usd }) => usd !== null);
      return [
        name,
        count(some.length),
        count(sum(({ usage }) => (usage === null ? 0 : usage.input + usage.cacheRead + usage.cacheWrite))),
        count(sum(({ usage }) => usage?.cacheRead ?? 0)),
        count(sum(({ usage }) => usage?.output ?? 0)),
        isPriced
          ? decimal(
              sum(({ usd }) => usd ?? 0),
              4,
              language,
            )
          : texts.unknownPrice,
      ];
    };
    const models = Map.groupBy(steps, ({ model }) => model ?? "?");
    const rows = [...models].map(([model, some]) => row(model, some));
    const lines = tableLines([texts.costHead.split("|"), ...rows, ...(rows.length > 1 ? [row(texts.costSum, steps)] : [])]);
    if (unpricedSteps > 0) lines.push(lineOf(span(texts.costUnpriced(unpricedSteps), "warn")));
    await tell(context, texts.costTitle, lines);
  },
});

import { foldEvents } from "../../../log/folds/fold.ts";
import { transcript } from "../../../log/folds/transcript.ts";
import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { labelOf } from "./support/prompts.ts";
import { tell, toLines } from "./support/tell.ts";
import { eventsOf, needThread } from "./support/this-thread.ts";

export default defineSlashCommand({
  name: "why",
  summary: { en: "why a call happened or did not", de: "warum ein Aufruf geschah oder nicht" },
  argument: "[call]",
  duringTurn: true,
  async run(context, argument) {
    const texts = commandTexts[context.language];
    const thread = needThread(context);
    if (thread === undefined) return;
    const event = argument === "" ? await pickCall() : argument;
    if (event === undefined) return;
    const { output } = await context.runSurface("why", [event, "--thread", thread]);
    await tell(context, `why ${event}`, toLines(output));

    async function pickCall(): Promise<string | undefined> {
      const { turns } = await foldEvents(transcript, eventsOf(context, thread!));
      const calls = turns.flatMap(({ items }) => items.flatMap((item) => ("item" in item ? [item] : []))).toReversed();
      if (calls.length === 0) context.say([lineOf(texts.noCalls)]);
      if (calls.length === 0) return undefined;
      const choices = calls.map(({ item, name, input, ruling }) => ({
        label: context.titleOf(name, input) ?? `${name} ${labelOf(typeof input === "string" ? input : JSON.stringify(input ?? ""))}`,
        ...(ruling !== undefined && { detail: `${ruling.decision} · ${ruling.rule}` }),
        value: item,
      }));
      return await context.choose(texts.chooseCall, choices);
    }
  },
});

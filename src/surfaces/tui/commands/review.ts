import { openWorkspaceStore } from "../../support/workspace-store.ts";
import { type CommandContext, defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { labelOf, timeText } from "./support/prompts.ts";
import { runOnThread } from "./support/run-on-thread.ts";
import { styleOfDiff, tell, toLines } from "./support/tell.ts";

export default defineSlashCommand({
  name: "review",
  summary: {
    en: "look at changes that were held back; let them in or drop them",
    de: "zurückgehaltene Änderungen ansehen; hereinlassen oder verwerfen",
  },
  async run(context) {
    const texts = commandTexts[context.language];
    const { store } = await openWorkspaceStore({ options: {}, io: context.io });
    for (let isFirst = true; ; isFirst = false) {
      const held = store.held();
      if (held.length === 0) return isFirst ? context.say([lineOf(texts.noHeld)]) : undefined;
      const choices = held.map(({ id, at, holds }) => ({
        label: [holds[0]?.path ?? "", ...(holds.length > 1 ? [texts.more(holds.length - 1)] : [])].join(" "),
        detail: `${id} · ${timeText(at)} · ${labelOf(holds[0]?.reason ?? "")}`,
        value: id,
      }));
      const chosen = await context.choose(texts.chooseHeld, choices);
      if (chosen === undefined) return;
      await decide(context, chosen);
    }
  },
});

async function decide(context: CommandContext, id: string): Promise<void> {
  const texts = commandTexts[context.language];
  const { output } = await context.runSurface("quarantine", ["show", id]);
  await context.show(id, toLines(output, styleOfDiff));
  const verb = await context.choose(texts.heldWhat, [
    { label: texts.heldLeave, value: undefined },
    { label: texts.heldAccept, value: "accept" },
    { label: texts.heldDrop, value: "drop" },
  ]);
  if (verb === undefined) return;
  const done = await runOnThread(context, "quarantine", [verb, id]);
  await tell(context, id, toLines(done.output));
}

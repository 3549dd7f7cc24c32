import type { PendingChange } from "../../../sandbox/change-set.ts";
import { isFolderAlone } from "../../../sandbox/store/quarantine.ts";
import type { HeldDetails, Store } from "../../../sandbox/store/store.ts";
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
      await reviewOne(context, store, chosen);
    }
  },
});

/** Of several files one after the other, until none is left or the person has enough. */
async function reviewOne(context: CommandContext, store: Store, id: string): Promise<void> {
  const texts = commandTexts[context.language];
  for (;;) {
    const files = store.held().some((known) => known.id === id) ? filesOf(store.heldShow(id)) : [];
    const [first] = files;
    if (first === undefined) return;
    const choices = files.map((change) => ({ label: change.path, value: change.path }));
    const path = files.length === 1 ? first.path : await context.choose(texts.chooseFile, choices);
    if (path === undefined || !(await decide(context, { id, path })) || files.length === 1) return;
  }
}

function filesOf({ pending, holds }: HeldDetails): PendingChange[] {
  return pending.filter((change) => !isFolderAlone(change, holds));
}

/** Returns whether it was. */
async function decide(context: CommandContext, { id, path }: { id: string; path: string }): Promise<boolean> {
  const texts = commandTexts[context.language];
  const { output } = await context.runSurface("quarantine", ["show", id, "--file", path]);
  await context.show(`${id} ${path}`, toLines(output, styleOfDiff));
  const verb = await context.choose(texts.heldWhat, [
    { label: texts.heldLeave, value: undefined },
    { label: texts.heldAccept, value: "accept" },
    { label: texts.heldDrop, value: "drop" },
  ]);
  if (verb === undefined) return false;
  const done = await runOnThread(context, "quarantine", [verb, id, "--file", path]);
  await tell(context, id, toLines(done.output));
  return true;
}

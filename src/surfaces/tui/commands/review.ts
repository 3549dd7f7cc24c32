import type { PendingChange } from "../../../sandbox/change-set.ts";
import { isFolderAlone } from "../../../sandbox/store/quarantine.ts";
import type { HeldDetails, Store } from "../../../sandbox/store/store.ts";
import { pendingFiles, versionText } from "../../support/pending-diff.ts";
import { openWorkspaceStore } from "../../support/workspace-store.ts";
import { type CommandContext, defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { type Line, lineOf, span } from "../text/line.ts";
import { fileDiffs } from "./support/file-diffs.ts";
import { labelOf, timeText } from "./support/prompts.ts";
import { runOnThread } from "./support/run-on-thread.ts";
import { tell, toLines } from "./support/tell.ts";

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
    const held = store.held().some((known) => known.id === id) ? store.heldShow(id) : undefined;
    const files = held?.pending.filter((change) => !isFolderAlone(change, held.holds)) ?? [];
    const [first] = files;
    if (held === undefined || first === undefined) return;
    const choices = files.map((change) => ({ label: change.path, detail: labelOf(reasonsOf(held, change)[0] ?? ""), value: change }));
    const change = files.length === 1 ? first : await context.choose(texts.chooseFile, choices);
    if (change === undefined) return;
    await decide(context, { held, change, workspace: store.root });
    if (files.length === 1) return;
  }
}

/** Why it was held: what is said of the path, of a folder above and of what is below. */
function reasonsOf({ holds }: HeldDetails, { path }: PendingChange): string[] {
  const isNear = (other: string) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`);
  return holds.flatMap((hold) => (isNear(hold.path) ? [hold.reason] : []));
}

interface Decision {
  held: HeldDetails;
  change: PendingChange;
  workspace: string;
}

async function decide(context: CommandContext, { held, change, workspace }: Decision): Promise<void> {
  const texts = commandTexts[context.language];
  const { id } = held;
  const { path } = change;
  await context.show(`${id} ${path}`, await linesOf(context, { held, change, workspace }));
  const verb = await context.choose(`${texts.heldWhat} ${path}`, [
    { label: texts.heldLeave, value: undefined },
    { label: texts.heldAccept, value: "accept" },
    { label: texts.heldDrop, value: "drop" },
  ]);
  if (verb === undefined) return;
  const done = await runOnThread(context, "quarantine", [verb, id, "--file", path]);
  await tell(context, id, toLines(done.output));
}

/** Why it was held, and what would be different. */
async function linesOf(context: CommandContext, { held, change, workspace }: Decision): Promise<Line[]> {
  const { files, more } = pendingFiles(change, workspace);
  const versions = files.map(({ path, before, after, beforeAt, afterAt }) => ({
    path,
    before: versionText(beforeAt, before),
    after: versionText(afterAt, after),
  }));
  return [
    ...reasonsOf(held, change).map((reason) => lineOf(span(reason, "warn"))),
    [],
    ...(await fileDiffs(versions, context)),
    ...(more > 0 ? [lineOf(span(commandTexts[context.language].more(more), "dim"))] : []),
  ];
}

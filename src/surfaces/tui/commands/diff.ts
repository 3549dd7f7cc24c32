import { diffTexts } from "../../support/tree-diff.ts";
import { styleFor } from "../../support/style.ts";
import { openWorkspaceStore } from "../../support/workspace-store.ts";
import { readThreadChanges } from "../../../agent/thread-changes.ts";
import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { promptsOf } from "./support/prompts.ts";
import { styleOfDiff, toLines } from "./support/tell.ts";
import { eventsOf, needThread } from "./support/this-thread.ts";

export default defineSlashCommand({
  name: "diff",
  summary: { en: "all that this thread has changed and that still stands", de: "alles, was dieser Thread geändert hat und was noch steht" },
  duringTurn: true,
  async run(context) {
    const texts = commandTexts[context.language];
    const thread = needThread(context);
    if (thread === undefined) return;
    const { store } = await openWorkspaceStore({ options: {}, io: context.io });
    const own = new Set((await promptsOf(eventsOf(context, thread)))[0]?.checkpoints);
    const checkpoints = store.checkpoints().filter(({ id, state }) => own.has(id) && state === "done");
    const { changes, unknown } = readThreadChanges(store, { checkpoints, turn: 0, counts: () => true });
    const plain = styleFor({}, context.io.env);
    const diffs = changes
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ path, before = "", after = "" }) => diffTexts({ path, before, after, style: plain }));
    const lines = [...toLines(diffs.join("\n"), styleOfDiff), ...unknown.map((path) => lineOf(`? ${path}`))];
    if (lines.length === 0) context.say([lineOf(texts.noChanges)]);
    else await context.show("diff", lines);
  },
});

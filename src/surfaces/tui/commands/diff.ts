import { openWorkspaceStore } from "../../support/workspace-store.ts";
import { readThreadChanges } from "../../../agent/thread-changes.ts";
import { defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { fileDiffs } from "./support/file-diffs.ts";
import { promptsOf } from "./support/prompts.ts";
import { tell } from "./support/tell.ts";
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
    const files = changes
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ path, before = "", after = "" }) => ({ path, before, after }));
    const lines = [...(await fileDiffs(files, context)), ...unknown.map((path) => lineOf(`? ${path}`))];
    if (lines.length === 0) return context.say([lineOf(texts.noChanges)]);
    await tell(context, "diff", lines);
  },
});

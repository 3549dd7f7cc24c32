import { returnWorkspace } from "../../../../agent/undo.ts";
import { openWorkspaceStore } from "../../../support/workspace-store.ts";
import type { CommandContext } from "../../app/slash-command.ts";
import { commandTexts } from "../../messages/commands.ts";
import { lineOf } from "../../text/line.ts";
import type { PastPrompt } from "./prompts.ts";

/**
 * Goes on from before a prompt in a thread of its own, and asks whether the files are to be as they were then: what the thread has
 * changed since is taken back, what others have changed stays. The prompt stands in the editor afterwards.
 */
export async function branchOff(context: CommandContext, prompt: PastPrompt): Promise<void> {
  const texts = commandTexts[context.language];
  const { home, store } = await openWorkspaceStore({ options: {}, io: context.io });
  const since = new Set(prompt.checkpoints);
  const ids = store
    .checkpoints()
    .filter(({ id, state }) => state === "done" && since.has(id))
    .map(({ id }) => id);
  if (ids.length > 0) {
    const isBack = await context.choose(texts.files, [
      { label: texts.filesBack, detail: texts.filesCount(ids.length), value: true },
      { label: texts.filesStay, value: false },
    ]);
    if (isBack === undefined) return;
    // The thread that is left has its lock until it is closed.
    await context.session.close();
    if (isBack) {
      const { conflicts } = await returnWorkspace({ home, store, kind: "undo", which: { ids } });
      if (conflicts.length > 0) context.say([lineOf(texts.filesConflict(conflicts.length))]);
    }
  }
  await context.session.goOnWith(prompt.before);
  context.draft(prompt.text);
  context.say([lineOf(texts.forked)]);
}

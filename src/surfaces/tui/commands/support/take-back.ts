import type { CommandContext } from "../../app/slash-command.ts";
import { runOnThread } from "./run-on-thread.ts";
import { tell, toLines } from "./tell.ts";
import { wordsOf } from "./words.ts";

/** Runs undo or redo. What an open thread has done is shown as all that happens in it, and not told a second time. */
export async function takeBack(context: CommandContext, name: "undo" | "redo", argument: string): Promise<void> {
  let isShown = false;
  const stop = context.session.thread?.listen(({ type }) => {
    isShown ||= type === "transaction.undone" || type === "transaction.redone";
  });
  try {
    const { output } = await runOnThread(context, name, wordsOf(argument));
    if (!isShown) await tell(context, name, toLines(output));
  } finally {
    stop?.();
  }
}

import { fettleHome } from "../../../config/load.ts";
import { type Choice, defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { branchOff } from "./support/branch-off.ts";
import { familyOf, type Member } from "./support/family.ts";
import { labelOf, type PastPrompt, promptsOf, timeText } from "./support/prompts.ts";
import { eventsOf, needThread } from "./support/this-thread.ts";

/** A thread is gone on with, a prompt is branched off from. */
type Place = { thread: string; prompt?: PastPrompt };

export default defineSlashCommand({
  name: "tree",
  summary: {
    en: "this thread's prompts and forks; go to one of them",
    de: "Prompts und Abzweigungen dieses Threads; zu einer davon gehen",
  },
  async run(context) {
    const texts = commandTexts[context.language];
    const here = needThread(context);
    if (here === undefined) return;
    const family = await familyOf(fettleHome(context.io.env), here);
    const chosen = await context.choose(
      texts.tree,
      rowsOf(family, { depth: 0, toDetail: (thread) => (thread === here ? `${thread} · ${texts.here}` : thread) }),
    );
    if (chosen === undefined) return;
    if (chosen.prompt === undefined) {
      if (chosen.thread !== here) await context.session.goOnWith({ kind: "resume", thread: chosen.thread });
      return;
    }
    // Of another thread, what is to be taken back is what was done here since then.
    const { thread, seq } = chosen.prompt;
    const own = (await promptsOf(eventsOf(context, here))).find((prompt) => prompt.thread === thread && prompt.seq === seq);
    await branchOff(context, own ?? { ...chosen.prompt, checkpoints: [] });
  },
});

function rowsOf({ thread, prompts, forks }: Member, options: { depth: number; toDetail(thread: string): string }): Choice<Place>[] {
  const { depth, toDetail } = options;
  const indent = "  ".repeat(depth);
  const rows: Choice<Place>[] = [{ label: `${indent}${depth === 0 ? "●" : "└ ●"}`, detail: toDetail(thread), value: { thread } }];
  const left = [...forks];
  const tellForks = (before: number) => {
    while (left.length > 0 && left[0]!.after < before) rows.push(...rowsOf(left.shift()!.member, { depth: depth + 1, toDetail }));
  };
  for (const prompt of prompts) {
    tellForks(prompt.seq);
    rows.push({ label: `${indent}  ${labelOf(prompt.text)}`, detail: timeText(prompt.at), value: { thread, prompt } });
  }
  tellForks(Infinity);
  return rows;
}

import { fettleHome } from "../../../config/load.ts";
import { listThreads, type ThreadFacts, threadFacts } from "../../../log/threads.ts";
import { resolveWorkspace } from "../../../sandbox/open.ts";
import { namedThread } from "../../support/named-thread.ts";
import { type CommandContext, defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { labelOf, timeText } from "./support/prompts.ts";

/** What a person looks through; older ones are named by their ids. */
const MAX_THREADS = 500;

export default defineSlashCommand({
  name: "resume",
  summary: { en: "go on with an earlier thread", de: "mit einem früheren Thread weitermachen" },
  argument: "[thread]",
  async run(context, argument) {
    const texts = commandTexts[context.language];
    const home = fettleHome(context.io.env);
    const thread = argument === "" ? await pick(context, home) : namedThread(home, argument);
    if (thread === undefined || thread === context.session.thread?.id) return;
    await context.session.goOnWith({ kind: "resume", thread });
    context.say([lineOf(texts.resumed(labelOf(threadFacts(home, thread)?.title ?? "") || texts.untitled))]);
  },
});

async function pick(context: CommandContext, home: string): Promise<string | undefined> {
  const texts = commandTexts[context.language];
  const workspace = resolveWorkspace(context.io.cwd);
  const threads = listThreads(home)
    .filter((facts) => facts.workspace === workspace)
    .take(MAX_THREADS)
    .toArray()
    .sort((a, b) => b.updatedAt - a.updatedAt);
  if (threads.length > 0)
    return await context.choose(
      texts.chooseThread,
      threads.map((facts) => toChoice(facts, texts.untitled)),
    );
  context.say([lineOf(texts.noThreads)]);
  return undefined;
}

function toChoice({ thread, title, updatedAt, verdict }: ThreadFacts, untitled: string): { label: string; detail: string; value: string } {
  return { label: labelOf(title) || untitled, detail: `${timeText(updatedAt)} · ${verdict ?? "–"} · ${thread}`, value: thread };
}

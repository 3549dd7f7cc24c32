import { fettleHome } from "../../../config/load.ts";
import { environmentRedactor } from "../../../lib/redact/environment-redactor.ts";
import { listThreads, type ThreadFacts, threadFacts } from "../../../log/threads.ts";
import { resolveWorkspace } from "../../../sandbox/open.ts";
import { namedThread } from "../../support/named-thread.ts";
import { type CommandContext, defineSlashCommand } from "../app/slash-command.ts";
import { commandTexts } from "../messages/commands.ts";
import { lineOf } from "../text/line.ts";
import { labelOf, timeText } from "./support/prompts.ts";

/** What a person looks through; older ones are named by their ids. */
const MAX_THREADS = 500;
const MAX_FOUND = 50;

export default defineSlashCommand({
  name: "resume",
  summary: { en: "go on with an earlier thread", de: "mit einem früheren Thread weitermachen" },
  argument: "[thread|text]",
  async run(context, argument) {
    const texts = commandTexts[context.language];
    const home = fettleHome(context.io.env);
    const thread = isThreadName(argument) ? namedThread(home, argument) : await pick(context, home, argument);
    if (thread === undefined || thread === context.session.thread?.id) return;
    await context.session.goOnWith({ kind: "resume", thread });
    context.say([lineOf(texts.resumed(labelOf(threadFacts(home, thread)?.title ?? "") || texts.untitled))]);
  },
});

/** `last`, or what ids begin with: all else is looked for in the threads. */
function isThreadName(argument: string): boolean {
  return argument === "last" || /^[0-9][0-9a-hjkmnp-tv-z]{3,14}$/.test(argument);
}

async function pick(context: CommandContext, home: string, text: string): Promise<string | undefined> {
  const texts = commandTexts[context.language];
  const workspace = resolveWorkspace(context.io.cwd);
  const threads = text === "" ? latest(home, workspace) : await findIn(context, { home, workspace, text });
  if (threads.length > 0)
    return await context.choose(
      texts.chooseThread,
      threads.map((facts) => toChoice(facts, texts.untitled)),
    );
  context.say([lineOf(texts.noThreads)]);
  return undefined;
}

function latest(home: string, workspace: string): ThreadFacts[] {
  return listThreads(home)
    .filter((facts) => facts.workspace === workspace)
    .take(MAX_THREADS)
    .toArray()
    .sort((a, b) => b.updatedAt - a.updatedAt);
}

/** Threads in which a text occurs, the best first. */
async function findIn({ io }: CommandContext, about: { home: string; workspace: string; text: string }): Promise<ThreadFacts[]> {
  const { searchThreads } = await import("../../../log/search/search.ts");
  const redact = environmentRedactor(io.env);
  const { hits } = await searchThreads({ ...about, redact, signal: io.interrupt, limit: MAX_FOUND, perThread: 1, now: Date.now() });
  return hits.map(({ thread }) => thread);
}

function toChoice({ thread, title, updatedAt, verdict }: ThreadFacts, untitled: string): { label: string; detail: string; value: string } {
  return { label: labelOf(title) || untitled, detail: `${timeText(updatedAt)} · ${verdict ?? "–"} · ${thread}`, value: thread };
}

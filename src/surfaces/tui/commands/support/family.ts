import type { Event } from "../../../../contract/event.ts";
import { ancestorsOf } from "../../../../log/ancestors.ts";
import { readEvents } from "../../../../log/events.ts";
import { threadIds } from "../../../../log/threads.ts";
import { type PastPrompt, promptsOf } from "./prompts.ts";

/** A thread, and those that were forked from it. */
export interface Member {
  thread: string;
  /** Its own, not those of the thread it was forked from. */
  prompts: readonly PastPrompt[];
  forks: readonly { after: number; member: Member }[];
}

/** Threads that are looked at, newest first: each costs a read of its first line. */
const MAX_THREADS = 2000;

/** All threads that go back to the same beginning as this one. */
export async function familyOf(home: string, thread: string): Promise<Member> {
  const [first] = await ancestorsOf(home, thread);
  const forks = new Map<string, { after: number; thread: string }[]>();
  for (const id of threadIds(home).slice(0, MAX_THREADS)) {
    const begun = await beginningOf(home, id);
    if (begun?.type !== "thread.forked") continue;
    const siblings = forks.get(begun.from.thread) ?? [];
    forks.set(begun.from.thread, [...siblings, { after: begun.from.seq, thread: id }]);
  }
  const memberOf = async (id: string): Promise<Member> => ({
    thread: id,
    prompts: await promptsOf(readEvents(home, id, { from: 0, onSkipped: () => {} })),
    forks: await Promise.all(
      (forks.get(id) ?? [])
        .toSorted((a, b) => a.after - b.after || (a.thread < b.thread ? -1 : 1))
        .map(async ({ after, thread: fork }) => ({ after, member: await memberOf(fork) })),
    ),
  });
  return await memberOf(first?.thread ?? thread);
}

async function beginningOf(home: string, thread: string): Promise<Event | undefined> {
  for await (const event of readEvents(home, thread, { from: 0, onSkipped: () => {} })) return event;
  return undefined;
}

import { isPlainPath } from "../knowledge/memory/memory-text.ts";
import { propose, waiting } from "../knowledge/memory/inbox.ts";
import { mentionedPaths } from "../knowledge/memory/mentioned-paths.ts";
import { hashNow } from "../knowledge/memory/staleness.ts";
import type { ToolContext } from "../contract/tool.ts";

/** Proposals of one thread that wait at most. */
const MAX_OF_THREAD = 20;

export interface LiveMemoryOptions {
  home: string;
  workspace: string;
  thread: string;
  /** Also of what the model has written itself: a memory outlives the thread in which it was let to. */
  redact(text: string): string;
}

/** Puts what a model proposes into the inbox, with what only the harness can say of where it comes from. */
export function createRemember({ home, workspace, thread, redact }: LiveMemoryOptions): (item: string) => ToolContext["remember"] {
  return (item) =>
    ({ title, text, paths, scope }) => {
      const outside = paths.find((path) => !isPlainPath(path));
      if (outside !== undefined) return `${JSON.stringify(outside)} is no path of the workspace, relative to it. Nothing was proposed.`;
      const own = waiting(home).filter(({ read }) => !("problem" in read) && read.provenance?.thread === thread);
      if (own.length >= MAX_OF_THREAD) return `${MAX_OF_THREAD} proposals of this thread wait already. Nothing was proposed.`;
      const all = new Set([...paths, ...mentionedPaths(`${title}\n${text}`, workspace)]);
      const spokenOf = [...all].slice(0, 50).map((path) => ({ path, hash: hashNow(workspace, path) }));
      const proposal = { title: redact(title), text: redact(text), scope, paths: spokenOf };
      return propose(home, proposal, { provenance: { thread, item }, workspace, now: new Date() });
    };
}

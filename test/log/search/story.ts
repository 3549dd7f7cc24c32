import { type EventBody } from "../../../src/contract/event.ts";
import { createLog } from "../../../src/log/writer.ts";
import { searchThreads, type Search } from "../../../src/log/search/search.ts";
import { beginning } from "../helpers.ts";

export const START: number = 1_700_000_000_000;

/** Searches as the command does, with no secrets known. */
export function search(home: string, text: string, options: Partial<Search> = {}) {
  const { signal } = new AbortController();
  return searchThreads({ home, text, redact: (plain) => plain, signal, limit: 20, now: START, ...options });
}

/** `kind seq` of each hit, best first. */
export async function hits(home: string, text: string, options: Partial<Search> = {}): Promise<string[]> {
  return (await search(home, text, options)).hits.map(({ kind, seq }) => `${kind} ${seq}`);
}

/** A closed thread of these events after its beginning; returns its id. */
export function writeEvents(
  home: string,
  events: readonly EventBody[],
  { now = () => START, workspace = beginning.workspace } = {},
): string {
  using log = createLog({ home, now, ...beginning, workspace });
  for (const event of events) log.append(event);
  return log.thread;
}

export function prompt(text: string, by: "user" | "harness" = "user"): EventBody {
  return { type: "prompt.admitted", prompt: "p", by, parts: [{ type: "text", text }] };
}

export function output(text: string): EventBody {
  return { type: "item.completed", item: "c", kind: "call", name: "shell", ok: true, parts: [{ type: "text", text }], ms: 1 };
}

import type { Invariant } from "./invariant.ts";
import { canonicalPrefix } from "../canonical-prefix.ts";
import type { SeenRequest } from "../seen-request.ts";

/**
 * A request only appends to the one before it in the same conversation, so that prompt caches hit.
 * One that holds no words of the model begins a conversation, and so does the first that the server sees.
 */
export const prefix: Invariant = (request, { heads }) => {
  const segments = canonicalPrefix(request);
  const index = heads.findLastIndex((head) => firstDifference(canonicalPrefix(head), segments) === -1);
  const latest = heads.at(-1);
  if (index >= 0) heads.splice(index, 1);
  heads.push(request);
  if (index >= 0 || latest === undefined || begins(request)) return [];
  const before = canonicalPrefix(latest);
  const at = firstDifference(before, segments);
  return [`does not begin as the request before it: segment ${at} was ${clip(before[at])} and is ${clip(segments[at])}`];
};

function begins({ conversation }: SeenRequest): boolean {
  return !conversation.messages.some(({ role }) => role === "assistant" || role === "model");
}

/** Where `segments` stops to begin with `before`; -1 when it does begin so. */
function firstDifference(before: readonly string[], segments: readonly string[]): number {
  return before.findIndex((segment, index) => segment !== segments[index]);
}

function clip(segment: string | undefined): string {
  if (segment === undefined) return "not there";
  return segment.length > 300 ? `${segment.slice(0, 300)}…` : segment;
}

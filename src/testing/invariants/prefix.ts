import type { Invariant } from "./invariant.ts";
import { canonicalPrefix } from "../canonical-prefix.ts";
import { itemIdOf, replyIdOf, type Memory } from "../memory.ts";
import type { SeenRequest } from "../seen-request.ts";

/**
 * A request only appends to the one before it in the same conversation, so that prompt caches hit.
 * One that repeats nothing this server said begins a conversation of its own.
 */
export const prefix: Invariant = (request, memory) => {
  const { heads } = memory;
  const segments = canonicalPrefix(request);
  const index = heads.findLastIndex((head) => head.wire === request.wire && firstDifference(head.segments, segments) === -1);
  const latest = heads.findLast((head) => head.wire === request.wire);
  if (index >= 0) heads.splice(index, 1);
  heads.push({ wire: request.wire, segments });
  if (index >= 0 || latest === undefined || !repeats(request, memory)) return [];
  const at = firstDifference(latest.segments, segments);
  return [`does not begin as the request before it: segment ${at} was ${clip(latest.segments[at])} and is ${clip(segments[at])}`];
};

function repeats({ conversation }: SeenRequest, { replies }: Memory): boolean {
  const said = new Set([...replies.values()].flatMap((items) => items.map((item) => item.text)));
  return conversation.messages.some(({ role, blocks }) => {
    if (role !== "assistant" && role !== "model") return false;
    return blocks.some(
      (block) =>
        (block.type === "call" && replies.has(replyIdOf(itemIdOf(block.id) ?? ""))) || (block.type === "text" && said.has(block.text)),
    );
  });
}

/** Where `segments` stops to begin with `before`; -1 when it does begin so. */
function firstDifference(before: readonly string[], segments: readonly string[]): number {
  return before.findIndex((segment, index) => segment !== segments[index]);
}

function clip(segment: string | undefined): string {
  if (segment === undefined) return "not there";
  return segment.length > 300 ? `${segment.slice(0, 300)}…` : segment;
}

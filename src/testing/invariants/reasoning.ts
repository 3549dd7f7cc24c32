import type { Invariant } from "./invariant.ts";
import type { Block } from "../conversation.ts";
import type { Item } from "../items.ts";

/** Reasoning that led to calls comes back with them, unchanged, as vendors demand. Chat Completions does not seal it. */
export const reasoning: Invariant = ({ wire, conversation }, memory) => {
  if (wire === "chat") return [];
  const blocks = conversation.messages.flatMap((message) => message.blocks);
  const replies = new Set(blocks.map(replyOf));
  return [...memory.reasoning]
    .filter(([id]) => replies.has(id))
    .flatMap(([id, items]) => items.flatMap((item) => problems(item, blocks).map((problem) => `the reasoning of reply ${id} ${problem}`)));
};

/** The id of the reply a call came from: the call's own id without prefix and number. */
function replyOf(block: Block): string | undefined {
  return block.type === "call" ? /([0-9a-f]{8}_\d+)_\d+$/.exec(block.id)?.[1] : undefined;
}

function problems(item: Item, blocks: readonly Block[]): string[] {
  const returned = blocks.find((block) => "seal" in block && block.seal === item.seal);
  if (!returned) return ["is missing, or its seal was altered"];
  // On Gemini the seal is on the part that the reasoning led to, and the reasoning itself need not come back.
  if (returned.type === "reasoning" && returned.text !== item.text) return ["was altered"];
  return [];
}

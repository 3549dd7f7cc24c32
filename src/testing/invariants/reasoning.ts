import type { Invariant } from "./invariant.ts";
import type { Block } from "../conversation.ts";
import type { Item } from "../items.ts";
import { replyOf } from "../memory.ts";

/** Reasoning that led to calls comes back with them, unchanged, as vendors demand. Chat Completions does not seal it. */
export const reasoning: Invariant = ({ wire, conversation }, { replies }) => {
  if (wire === "chat") return [];
  const blocks = conversation.messages.flatMap((message) => message.blocks);
  const ids = new Set(blocks.map((block) => (block.type === "call" ? replyOf(block.id) : undefined)));
  return [...ids].flatMap((id) => {
    const items = replies.get(id ?? "")?.filter((item) => item.type === "reasoning") ?? [];
    return items.flatMap((item) => problems(item, blocks).map((problem) => `the reasoning of reply ${id} ${problem}`));
  });
};

function problems(item: Item, blocks: readonly Block[]): string[] {
  const returned = blocks.find((block) => "seal" in block && block.seal === item.seal);
  if (!returned) return ["is missing, or its seal was altered"];
  // On Gemini the seal is on the part that the reasoning led to, and the reasoning itself need not come back.
  if (returned.type === "reasoning" && returned.text !== item.text) return ["was altered"];
  return [];
}

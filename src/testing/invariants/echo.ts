/** What this server said comes back as it was said. A reply is looked for where one of its calls is. */
import type { Invariant } from "./invariant.ts";
import type { Block, Conversation } from "../conversation.ts";
import type { Item } from "../items.ts";
import { isObject, parseJson } from "../json.ts";
import { itemIdOf, replyIdOf, type Memory } from "../memory.ts";

type Call = Extract<Block, { type: "call" }>;

/** Reasoning that led to calls is there, unchanged, as vendors demand. Chat Completions does not seal it. */
export const reasoning: Invariant = ({ wire, conversation }, memory) => {
  if (wire === "chat") return [];
  const sealed = new Map(allBlocks(conversation).map((block) => ["seal" in block ? block.seal : undefined, block]));
  return repeatedItems(conversation, memory, "reasoning").flatMap((item) => {
    const returned = sealed.get(item.seal);
    if (!returned) return [`reasoning ${item.id} is missing, or its seal was altered`];
    // On Gemini the seal is on the part that the reasoning led to, and the reasoning itself need not come back.
    return returned.type === "reasoning" && returned.text !== item.text ? [`reasoning ${item.id} was altered`] : [];
  });
};

/** Calls have the name and arguments they were made with, as far as those were JSON. */
export const calls: Invariant = ({ conversation }, memory) => {
  const made = new Map(allCalls(conversation).map((call) => [itemIdOf(call.id), call]));
  return repeatedItems(conversation, memory, "call").flatMap((item) => {
    const returned = made.get(item.id);
    if (!returned) return [`call ${item.id} is missing`];
    const input = parseJson(item.text);
    const same = returned.name === item.name && (!isObject(input) || JSON.stringify(returned.input) === JSON.stringify(input));
    return same ? [] : [`call ${item.id} was altered: ${item.name}${item.text} is now ${returned.name}${JSON.stringify(returned.input)}`];
  });
};

/** Items of a type the client cannot know are there too. Chat Completions has no place for them. */
export const unknown: Invariant = ({ wire, conversation }, memory) => {
  if (wire === "chat") return [];
  const others = JSON.stringify(allBlocks(conversation).filter((block) => block.type === "other"));
  return repeatedItems(conversation, memory, "unknown")
    .filter((item) => !others.includes(item.id))
    .map((item) => `item ${item.id} of an unknown type is missing`);
};

/** The items of this type in the replies that the conversation repeats calls of. */
function repeatedItems(conversation: Conversation, { replies }: Memory, type: Item["type"]): Item[] {
  const replyIds = new Set(allCalls(conversation).map((call) => replyIdOf(itemIdOf(call.id) ?? "")));
  return [...replyIds].flatMap((id) => replies.get(id) ?? []).filter((item) => item.type === type);
}

function allBlocks({ messages }: Conversation): Block[] {
  return messages.flatMap(({ blocks }) => blocks);
}

function allCalls(conversation: Conversation): Call[] {
  return allBlocks(conversation).filter((block) => block.type === "call");
}

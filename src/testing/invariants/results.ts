import type { Invariant } from "./invariant.ts";

/** Every call is answered exactly once, before anything else is said, and every result answers a call. */
export const results: Invariant = ({ conversation: { messages } }) => {
  const problems: string[] = [];
  const known = new Set<string>();
  const open = new Set<string>();
  const giveUp = (before: string) => {
    for (const id of open) problems.push(`call ${id} is not answered before ${before}`);
    open.clear();
  };
  for (const { role, blocks } of messages) {
    const fromModel = role === "assistant" || role === "model";
    for (const block of blocks) {
      if (block.type === "call") {
        if (!fromModel) problems.push(`call ${block.id} is in a message of role ${role}`);
        if (known.has(block.id)) problems.push(`call ${block.id} is there twice`);
        known.add(block.id);
        open.add(block.id);
      } else if (block.type === "result") {
        if (fromModel) problems.push(`the result of ${block.callId} is in a message of role ${role}`);
        if (open.delete(block.callId)) continue;
        problems.push(known.has(block.callId) ? `call ${block.callId} is answered twice` : `a result refers to no call: ${block.callId}`);
      } else if (!fromModel) giveUp(`other words of the ${role}`);
    }
  }
  giveUp("the end of the request");
  return problems;
};

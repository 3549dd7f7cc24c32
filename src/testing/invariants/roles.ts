import type { WireName } from "../endpoint.ts";
import type { Invariant } from "./invariant.ts";

const legal: Record<WireName, readonly string[]> = {
  anthropic: ["user", "assistant", "system"],
  responses: ["user", "assistant", "system", "developer", "tool"],
  chat: ["user", "assistant", "system", "developer", "tool"],
  gemini: ["user", "model"],
};

/** Roles are the wire's own, the first word is the user's and the last is not the model's (a call at the end lacks its result, which is another matter). */
export const roles: Invariant = ({ wire, conversation: { messages } }) => {
  const problems = messages
    .map(({ role }, index) => ({ role, index }))
    .filter(({ role }) => !legal[wire].includes(role))
    .map(({ role, index }) => `message ${index} has role ${JSON.stringify(role)}`);
  const spoken = messages.filter(({ role }) => role !== "system" && role !== "developer");
  const first = spoken.at(0);
  const last = spoken.at(-1);
  if (!first || !last) return [...problems, "there is no user message"];
  if (first.role !== "user") problems.push(`the conversation begins with ${first.role}`);
  const fromModel = last.role === "assistant" || last.role === "model";
  if (fromModel && !last.blocks.some(({ type }) => type === "call")) problems.push("the conversation ends with the model's own words");
  return problems;
};

import type { Invariant } from "./invariant.ts";
import type { Block } from "../conversation.ts";

/** No message without content, no text without a visible character, no image that is not base64 of an image type. */
export const content: Invariant = ({ conversation: { messages } }) =>
  messages.flatMap(({ role, blocks }, index) => {
    if (blocks.length === 0) return [`message ${index} (${role}) is empty`];
    return blocks.flatMap((block) => blockProblems(block).map((problem) => `message ${index} (${role}): ${problem}`));
  });

function blockProblems(block: Block): string[] {
  if (block.type === "text" && block.text.trim() === "" && !block.seal) return ["a text is empty"];
  if (block.type !== "image") return [];
  const problems: string[] = [];
  if (!/^image\/(png|jpeg|gif|webp)$/.test(block.mediaType)) problems.push(`an image has media type ${JSON.stringify(block.mediaType)}`);
  if (block.data === "" || Buffer.from(block.data, "base64").toString("base64") !== block.data) problems.push("an image is not base64");
  return problems;
}

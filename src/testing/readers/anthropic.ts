import type { Block, Conversation } from "../conversation.ts";
import { asObject, asObjects, asString, type JsonObject } from "../json.ts";
import { contentBlocks, joinText } from "./content.ts";

export function readAnthropic(body: JsonObject): Conversation {
  return {
    system: joinText(contentBlocks(body.system)),
    tools: asObjects(body.tools).map((tool) => ({ name: asString(tool.name), schema: tool.input_schema })),
    messages: asObjects(body.messages).map((message) => ({
      role: asString(message.role),
      blocks: contentBlocks(message.content).map(toBlock),
    })),
  };
}

function toBlock(block: JsonObject): Block {
  switch (block.type) {
    case "text":
      return { type: "text", text: asString(block.text) };
    case "image": {
      const source = asObject(block.source);
      return { type: "image", mediaType: asString(source.media_type), data: asString(source.data) };
    }
    case "thinking":
      return { type: "reasoning", text: asString(block.thinking), seal: asString(block.signature) };
    case "tool_use":
      return { type: "call", id: asString(block.id), name: asString(block.name), input: block.input };
    case "tool_result":
      return {
        type: "result",
        callId: asString(block.tool_use_id),
        ok: block.is_error !== true,
        text: joinText(contentBlocks(block.content)),
      };
    default:
      return { type: "other", value: block };
  }
}

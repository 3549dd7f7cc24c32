import type { Block, Conversation, Message } from "../conversation.ts";
import { asObjects, asString, parseJson, type JsonObject } from "../json.ts";
import { contentBlocks, joinText, toImage } from "./content.ts";

export function readResponses(body: JsonObject): Conversation {
  const input = typeof body.input === "string" ? [{ role: "user", content: body.input }] : asObjects(body.input);
  return {
    system: asString(body.instructions),
    tools: asObjects(body.tools).map((tool) => ({ name: asString(tool.name), schema: tool.parameters })),
    messages: input.map(toMessage),
  };
}

function toMessage(item: JsonObject): Message {
  switch (item.type ?? "message") {
    case "message":
      return { role: asString(item.role), blocks: contentBlocks(item.content).map(toBlock) };
    case "reasoning":
      return {
        role: "assistant",
        blocks: [{ type: "reasoning", text: joinText(asObjects(item.summary)), seal: asString(item.encrypted_content) }],
      };
    case "function_call": {
      const inputText = asString(item.arguments);
      const input = parseJson(inputText) ?? inputText;
      return { role: "assistant", blocks: [{ type: "call", id: asString(item.call_id), name: asString(item.name), input }] };
    }
    case "function_call_output":
      return {
        role: "tool",
        blocks: [{ type: "result", callId: asString(item.call_id), ok: true, text: joinText(contentBlocks(item.output)) }],
      };
    default:
      return { role: "assistant", blocks: [{ type: "other", value: item }] };
  }
}

function toBlock(part: JsonObject): Block {
  switch (part.type) {
    case "text":
    case "input_text":
    case "output_text":
      return { type: "text", text: asString(part.text) };
    case "input_image":
      return toImage(asString(part.image_url));
    default:
      return { type: "other", value: part };
  }
}

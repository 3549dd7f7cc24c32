import type { Block, Conversation } from "../conversation.ts";
import { asObject, asObjects, asString, parseJson, type JsonObject } from "../json.ts";
import { contentBlocks, joinText, toImage } from "./content.ts";

export function readChat(body: JsonObject): Conversation {
  const messages = asObjects(body.messages);
  const start = messages.findIndex((message) => !isSystem(message));
  const leading = start < 0 ? messages : messages.slice(0, start);
  return {
    system: leading.map((message) => joinText(contentBlocks(message.content))).join("\n"),
    tools: asObjects(body.tools).map(({ function: offered }) => ({
      name: asString(asObject(offered).name),
      schema: asObject(offered).parameters,
    })),
    messages: messages.slice(leading.length).map((message) => ({ role: asString(message.role), blocks: toBlocks(message) })),
  };
}

function isSystem(message: JsonObject): boolean {
  return message.role === "system" || message.role === "developer";
}

function toBlocks(message: JsonObject): Block[] {
  const content = contentBlocks(message.content);
  if (message.role === "tool") {
    return [{ type: "result", callId: asString(message.tool_call_id), ok: true, text: joinText(content) }];
  }
  const reasoning = asString(message.reasoning_content);
  const calls = asObjects(message.tool_calls).map(toCall);
  const nothingSaid = calls.length > 0 && joinText(content) === "";
  return [...(reasoning ? [{ type: "reasoning" as const, text: reasoning }] : []), ...(nothingSaid ? [] : content.map(toBlock)), ...calls];
}

function toCall(call: JsonObject): Block {
  const asked = asObject(call.function);
  const inputText = asString(asked.arguments);
  return { type: "call", id: asString(call.id), name: asString(asked.name), input: parseJson(inputText) ?? inputText };
}

function toBlock(part: JsonObject): Block {
  if (part.type === "text") return { type: "text", text: asString(part.text) };
  if (part.type === "image_url") return toImage(asString(asObject(part.image_url).url));
  return { type: "other", value: part };
}

import type { CallResult, ModelRequest, OutputItem, Part } from "../../../contract/model.ts";
import type { Body, WireOptions } from "../../../contract/wire.ts";
import { sendableInput, sentId } from "../common/call.ts";
import { lowerEntriesWith, nativeValue, sendableItems, textOfParts, visibleParts } from "../common/entries.ts";
import { isObject, objectIn, type JsonObject } from "../common/json.ts";
import { name } from "./name.ts";

const acceptedId = /^[a-zA-Z0-9_-]{1,64}$/;

export function lower(request: ModelRequest, options: WireOptions): Body {
  return { fields: lowerFields(request, options), listKey: "input", list: lowerEntries(request.entries) };
}

function lowerFields(request: ModelRequest, { modelInPath, plain }: WireOptions): Body["fields"] {
  const { model, system, tools, maxOutputTokens, output, effort, cacheKey } = request;
  return {
    ...(!modelInPath && { model }),
    stream: true,
    store: false,
    max_output_tokens: maxOutputTokens,
    // Without state on the server, reasoning goes on only from what is sent back.
    ...(!plain && { include: ["reasoning.encrypted_content"] }),
    ...(effort !== undefined && !plain && { reasoning: { effort, summary: "auto" } }),
    ...(cacheKey !== undefined && !plain && { prompt_cache_key: cacheKey }),
    ...(output !== undefined && { text: { format: lowerOutput(output, plain) } }),
    ...(tools.length > 0 && { tools: lowerTools(tools, plain) }),
    ...(system !== "" && { instructions: system }),
  };
}

const lowerEntries = lowerEntriesWith<JsonObject>({
  user: (parts) => {
    const content = visibleParts(parts).map(lowerPart);
    return content.length === 0 ? [] : [{ type: "message", role: "user", content }];
  },
  output: (items) => sendableItems(items.filter(isReplayable), name).map(lowerItem),
  results: (answers) =>
    answers.map(({ call, result }) => ({
      type: "function_call_output",
      call_id: sentId(call, name, acceptedId),
      output: lowerResult(result),
    })),
});

/** Reasoning that came without its content is a reference to a reply the server did not store. */
function isReplayable(item: OutputItem): boolean {
  if (item.type !== "reasoning") return true;
  const { encrypted_content: encrypted, content } = objectIn(item.raw?.value) ?? {};
  return typeof encrypted === "string" || (Array.isArray(content) && content.length > 0);
}

function lowerItem(item: OutputItem): JsonObject {
  const native = nativeValue(item, name);
  if (isObject(native)) return native;
  if (item.type === "text") return { type: "message", role: "assistant", content: item.text };
  if (item.type !== "call") throw new Error(`unreachable: a foreign ${item.type} item is never sent`);
  const { name: callName } = item;
  return { type: "function_call", call_id: sentId(item, name, acceptedId), name: callName, arguments: JSON.stringify(sendableInput(item)) };
}

/** A text where it can be one: some servers take nothing else. */
function lowerResult({ parts }: CallResult): unknown {
  return parts.every(({ type }) => type === "text") ? textOfParts(parts) : visibleParts(parts).map(lowerPart);
}

function lowerTools(tools: ModelRequest["tools"], plain = false): object[] {
  return tools.map(({ name, description, schema }) => ({
    type: "function",
    name,
    description,
    parameters: schema,
    // The default is true, and refuses schemas with optional properties.
    ...(!plain && { strict: false }),
  }));
}

function lowerPart(part: Part): object {
  if (part.type === "text") return { type: "input_text", text: part.text };
  return { type: "input_image", image_url: `data:${part.mediaType};base64,${part.data}`, detail: "auto" };
}

function lowerOutput({ name, schema }: NonNullable<ModelRequest["output"]>, plain = false): object {
  return { type: "json_schema", name, schema, ...(!plain && { strict: false }) };
}

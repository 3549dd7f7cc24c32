import type { CallResult, ModelCall, ModelRequest, OutputItem, Part } from "../../../contract/model.ts";
import type { Body, WireOptions } from "../../../contract/wire.ts";
import { sendableInput, sentId } from "../common/call.ts";
import { lowerEntriesWith, nativeValue, sendableItems, textOfParts, visibleParts } from "../common/entries.ts";
import { objectIn, type JsonObject } from "../common/json.ts";
import { name } from "./name.ts";

/** Mistral takes nothing else, and everybody takes this. */
const acceptedId = /^[a-zA-Z0-9]{9}$/;

export function lower(request: ModelRequest, options: WireOptions): Body {
  const system = request.system === "" ? [] : [{ role: "system", content: request.system }];
  return { fields: lowerFields(request, options), listKey: "messages", list: [...system, ...lowerEntries(request.entries)] };
}

function lowerFields(request: ModelRequest, options: WireOptions): Body["fields"] {
  const { model, tools, maxOutputTokens, output, effort, cacheKey } = request;
  const { modelInPath, plain, usageUnasked, maxTokensField = "max_completion_tokens" } = options;
  return {
    ...(!modelInPath && { model }),
    stream: true,
    ...(!usageUnasked && { stream_options: { include_usage: true } }),
    [maxTokensField]: maxOutputTokens,
    ...(effort !== undefined && !plain && { reasoning_effort: effort }),
    ...(cacheKey !== undefined && !plain && { prompt_cache_key: cacheKey }),
    ...(output !== undefined && { response_format: lowerOutput(output) }),
    ...(tools.length > 0 && { tools: lowerTools(tools) }),
  };
}

const lowerEntries = lowerEntriesWith<JsonObject>({
  user: (parts) => {
    const visible = visibleParts(parts);
    return visible.length === 0 ? [] : [{ role: "user", content: lowerParts(visible) }];
  },
  output: (items) => lowerReply(sendableItems(items, name)),
  results: (answers) => [
    ...answers.map(({ call, result }) => ({
      role: "tool",
      tool_call_id: sentId(call, name, acceptedId),
      content: textOfParts(result.parts),
    })),
    ...lowerResultImages(answers.map(({ result }) => result)),
  ],
});

/** One message, in which text, reasoning and calls each have a field. */
function lowerReply(items: readonly OutputItem[]): JsonObject[] {
  if (items.length === 0) return [];
  const texts = items.flatMap((item) => (item.type === "text" ? [item.text] : []));
  const calls = items.filter((item) => item.type === "call");
  const natives = items.flatMap((item) => (item.type === "call" ? [] : [objectIn(nativeValue(item, name)) ?? {}]));
  return [
    {
      role: "assistant",
      content: texts.length === 0 ? null : texts.join(""),
      ...Object.assign({}, ...natives),
      ...(calls.length > 0 && { tool_calls: calls.map(lowerCall) }),
    },
  ];
}

function lowerCall(call: ModelCall): object {
  const { name: callName } = call;
  return (
    objectIn(nativeValue(call, name)) ?? {
      id: sentId(call, name, acceptedId),
      type: "function",
      function: { name: callName, arguments: JSON.stringify(sendableInput(call)) },
    }
  );
}

/** The answer to a call is text only; its images follow in a message of the user, after all answers. */
function lowerResultImages(results: readonly CallResult[]): JsonObject[] {
  const content = results.flatMap(({ name, parts }) => {
    const images = parts.filter(({ type }) => type === "image").map(lowerPart);
    return images.length === 0 ? [] : [{ type: "text", text: `Images from ${name}:` }, ...images];
  });
  return content.length === 0 ? [] : [{ role: "user", content }];
}

function lowerTools(tools: ModelRequest["tools"]): object[] {
  return tools.map(({ name, description, schema }) => ({ type: "function", function: { name, description, parameters: schema } }));
}

/** A text where it can be one: some servers take nothing else. */
function lowerParts(parts: readonly Part[]): unknown {
  return parts.every(({ type }) => type === "text") ? textOfParts(parts) : parts.map(lowerPart);
}

function lowerPart(part: Part): object {
  if (part.type === "text") return { type: "text", text: part.text };
  return { type: "image_url", image_url: { url: `data:${part.mediaType};base64,${part.data}` } };
}

function lowerOutput({ name, schema }: NonNullable<ModelRequest["output"]>): object {
  return { type: "json_schema", json_schema: { name, schema } };
}

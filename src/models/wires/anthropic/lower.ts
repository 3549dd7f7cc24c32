import type { ModelRequest, OutputItem, Part } from "../../../contract/model.ts";
import type { Body, WireOptions } from "../../../contract/wire.ts";
import { memoizeByIdentity } from "../../../lib/memoize.ts";
import { sendableInput, sentId } from "../common/call.ts";
import { lowerEntriesWith, nativeValue, sendableItems, visibleParts } from "../common/entries.ts";
import { objectIn } from "../common/json.ts";
import { narrowSchema, type SchemaDialect } from "../common/schema.ts";
import { name } from "./name.ts";

export const defaultVersion = "2026-10-21";
const acceptedId = /^[a-zA-Z0-9_-]{1,64}$/;
const cacheMark = { cache_control: { type: "ephemeral" } };

interface Message {
  role: "user" | "assistant";
  content: readonly object[];
}

export function lower(request: ModelRequest, options: WireOptions): Body {
  const messages = lowerEntries(request.entries);
  return { fields: lowerFields(request, options), listKey: "messages", list: options.plain ? messages : markForCache(messages) };
}

function lowerFields(request: ModelRequest, options: WireOptions): Body["fields"] {
  const { version = defaultVersion, modelInPath, plain } = options;
  const outputConfig = { ...lowerEffort(request, options), ...lowerOutput(request) };
  const mark = plain ? {} : cacheMark;
  return {
    ...(modelInPath ? { anthropic_version: version } : { model: request.model }),
    // Bedrock has streaming in the path and rejects the field.
    ...(!version.startsWith("bedrock-") && { stream: true }),
    max_tokens: request.maxOutputTokens,
    ...(request.effort !== undefined && !plain && { thinking: { type: "adaptive", display: "summarized" } }),
    ...(Object.keys(outputConfig).length > 0 && { output_config: outputConfig }),
    ...(request.tools.length > 0 && { tools: lowerTools(request, mark) }),
    ...(request.system !== "" && { system: [{ type: "text", text: request.system, ...mark }] }),
  };
}

/** How much to think, for models that decide on it themselves: those before Claude 4.6 took a token budget, which later ones reject. */
function lowerEffort({ effort }: ModelRequest, { plain }: WireOptions): object {
  return effort === undefined || plain ? {} : { effort };
}

const lowerEntries = lowerEntriesWith<Message>({
  user: (parts) => toMessage("user", visibleParts(parts).map(lowerPart)),
  output: (items) => toMessage("assistant", sendableItems(items, name).map(lowerItem)),
  results: (answers) =>
    toMessage(
      "user",
      answers.map(({ call, result }) => {
        const content = visibleParts(result.parts).map(lowerPart);
        return {
          type: "tool_result",
          tool_use_id: sentId(call, name, acceptedId),
          ...(content.length > 0 && { content }),
          ...(!result.ok && { is_error: true }),
        };
      }),
    ),
});

function toMessage(role: Message["role"], content: readonly object[]): readonly Message[] {
  return content.length === 0 ? [] : [{ role, content }];
}

function lowerItem(item: OutputItem): object {
  const native = objectIn(nativeValue(item, name));
  if (native !== undefined) return native;
  if (item.type === "text") return { type: "text", text: item.text };
  if (item.type === "call") return { type: "tool_use", id: sentId(item, name, acceptedId), name: item.name, input: sendableInput(item) };
  throw new Error(`unreachable: a foreign ${item.type} item is never sent`);
}

function lowerTools({ tools }: ModelRequest, mark: object): object[] {
  const last = tools.length - 1;
  return tools.map(({ name, description, schema }, index) => ({ name, description, input_schema: schema, ...(index === last && mark) }));
}

function lowerPart(part: Part): object {
  if (part.type === "text") return { type: "text", text: part.text };
  return { type: "image", source: { type: "base64", media_type: part.mediaType, data: part.data } };
}

const formats = new Set(["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"]);
const keywords = new Set(
  "$ref $defs type enum const title description properties required additionalProperties items anyOf allOf format minItems".split(" "),
);
/** https://platform.claude.com/docs/en/build-with-claude/structured-outputs */
const dialect: SchemaDialect = {
  keeps: (keyword, value) =>
    keywords.has(keyword) && (keyword !== "minItems" || Number(value) <= 1) && (keyword !== "format" || formats.has(String(value))),
  closed: true,
};

function lowerOutput({ output }: ModelRequest): object {
  return output === undefined ? {} : { format: { type: "json_schema", schema: narrowSchema(output.schema, dialect) } };
}

/** Marks the last two user messages: the newest, and the one whose mark the request before this one wrote the cache under. */
function markForCache(messages: readonly Message[]): readonly Message[] {
  const newest = messages.findLastIndex(isUser);
  const before = messages.slice(0, Math.max(newest, 0)).findLastIndex(isUser);
  return messages.map((message, index) => (index === newest || index === before ? marked(message) : message));
}

const marked = memoizeByIdentity((message: Message): Message => {
  const { content } = message;
  return { ...message, content: [...content.slice(0, -1), { ...content.at(-1), ...cacheMark }] };
});

function isUser({ role }: Message): boolean {
  return role === "user";
}

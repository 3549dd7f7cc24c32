import type { CallResult, Effort, ModelCall, ModelRequest, OutputItem, Part } from "../../../contract/model.ts";
import type { Body } from "../../../contract/wire.ts";
import { sendableInput } from "../common/call.ts";
import { lowerEntriesWith, nativeValue, sendableItems, textOfParts, visibleParts } from "../common/entries.ts";
import { objectIn, type JsonObject } from "../common/json.ts";
import { narrowSchema, type SchemaDialect } from "../common/schema.ts";
import { name } from "./name.ts";

/** For calls of other models: without any signature Gemini 3 rejects them (https://ai.google.dev/gemini-api/docs/thought-signatures). */
const foreignSignature = "skip_thought_signature_validator";

/** Tokens. Gemini 3 prefers a level, but takes these, and Gemini 2.5 takes nothing else. */
const thinkingBudgets: Readonly<Record<Effort, number>> = { low: 2048, medium: 8192, high: 24_576 };

interface Content {
  role: "user" | "model";
  parts: readonly object[];
}

export function lower(request: ModelRequest): Body {
  return { fields: lowerFields(request), listKey: "contents", list: lowerEntries(request.entries) };
}

function lowerFields({ system, tools, maxOutputTokens, output, effort }: ModelRequest): Body["fields"] {
  return {
    ...(system !== "" && { systemInstruction: { parts: [{ text: system }] } }),
    ...(tools.length > 0 && { tools: [{ functionDeclarations: lowerTools(tools) }] }),
    generationConfig: {
      maxOutputTokens,
      ...(effort !== undefined && { thinkingConfig: { includeThoughts: true, thinkingBudget: thinkingBudgets[effort] } }),
      ...(output !== undefined && lowerOutput(output)),
    },
  };
}

const lowerEntries = lowerEntriesWith<Content>({
  user: (parts) => toContent("user", visibleParts(parts).map(lowerPart)),
  output: (items) => {
    const sendable = sendableItems(items, name);
    const firstCall = sendable.findIndex(({ type }) => type === "call");
    return toContent(
      "model",
      sendable.map((item, index) => lowerItem(item, index === firstCall)),
    );
  },
  results: (answers) => toContent("user", [...answers.map(lowerAnswer), ...answers.flatMap(({ result }) => lowerResultImages(result))]),
});

function toContent(role: Content["role"], parts: readonly object[]): readonly Content[] {
  return parts.length === 0 ? [] : [{ role, parts }];
}

function lowerItem(item: OutputItem, isFirstCall: boolean): object {
  const native = objectIn(nativeValue(item, name));
  if (native !== undefined) return native;
  if (item.type === "text") return { text: item.text };
  if (item.type !== "call") throw new Error(`unreachable: a foreign ${item.type} item is never sent`);
  const functionCall = { name: item.name, args: sendableInput(item) };
  return isFirstCall ? { functionCall, thoughtSignature: foreignSignature } : { functionCall };
}

function lowerAnswer({ call, result }: { call: ModelCall; result: CallResult }): JsonObject {
  const { id } = objectIn(objectIn(nativeValue(call, name))?.["functionCall"]) ?? {};
  const text = textOfParts(result.parts);
  return {
    // Calls without an id of the vendor's are answered in their order.
    functionResponse: { ...(id !== undefined && { id }), name: call.name, response: result.ok ? { output: text } : { error: text } },
  };
}

/** Beside the answers: only the newest models take images within. */
function lowerResultImages({ parts }: CallResult): object[] {
  return parts.filter(({ type }) => type === "image").map(lowerPart);
}

function lowerTools(tools: ModelRequest["tools"]): object[] {
  return tools.map(({ name, description, schema }) => ({ name, description, parametersJsonSchema: narrowSchema(schema, dialect) }));
}

function lowerPart(part: Part): object {
  return part.type === "text" ? { text: part.text } : { inlineData: { mimeType: part.mediaType, data: part.data } };
}

const keywords = new Set(
  `$id $defs $ref $anchor type format title description enum items prefixItems minItems maxItems minimum maximum anyOf oneOf
   properties additionalProperties required propertyOrdering`.split(/\s+/),
);
/** https://ai.google.dev/api/generate-content#FIELDS.response_json_schema */
const dialect: SchemaDialect = {
  keeps: (keyword, value) => keywords.has(keyword) && (keyword !== "enum" || (Array.isArray(value) && value.every(isListable))),
  closed: false,
};

function isListable(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}

function lowerOutput({ schema }: NonNullable<ModelRequest["output"]>): object {
  return { responseMimeType: "application/json", responseJsonSchema: narrowSchema(schema, dialect) };
}

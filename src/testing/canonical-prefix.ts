import type { WireName } from "./endpoint.ts";
import { asObject, asObjects, type JsonObject } from "./json.ts";
import { contentBlocks } from "./readers/content.ts";
import type { SeenRequest } from "./seen-request.ts";

/**
 * What a prompt cache goes by, in its order: system, tools, then the conversation block by block, each as JSON,
 * without cache marks. A request that only appends has the segments of the one before it as its first segments.
 */
export function canonicalPrefix({ wire, body }: SeenRequest): readonly string[] {
  return segments[wire](asObject(body)).map((segment) => JSON.stringify(segment, withoutCacheMarks) ?? "null");
}

const segments: Record<WireName, (body: JsonObject) => unknown[]> = {
  anthropic: (body) => [contentBlocks(body.system), body.tools, ...asObjects(body.messages).flatMap(messageBlocks)],
  responses: (body) => [body.instructions, body.tools, ...(Array.isArray(body.input) ? (body.input as unknown[]) : [body.input])],
  chat: (body) => [body.tools, ...asObjects(body.messages)],
  gemini: (body) => [body.systemInstruction, body.tools, ...asObjects(body.contents).flatMap(contentParts)],
};

function messageBlocks({ role, content }: JsonObject): unknown[] {
  return contentBlocks(content).map((block) => [role, block]);
}

function contentParts({ role, parts }: JsonObject): unknown[] {
  return asObjects(parts).map((part) => [role, part]);
}

function withoutCacheMarks(key: string, value: unknown): unknown {
  return key === "cache_control" ? undefined : value;
}

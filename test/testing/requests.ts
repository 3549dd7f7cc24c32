/** Requests made by hand, one sound one for each wire, to be broken one way at a time. */
import type { ModelServer, WireName } from "../../src/testing/index.ts";

export interface RawRequest {
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

const schema = { type: "object", properties: { path: { type: "string" } }, required: ["path"] };
const json = { "content-type": "application/json" };

/** A conversation of one call and its result; every request is a new object. */
export const soundRequests: Record<WireName, () => RawRequest> = {
  anthropic: () => ({
    path: "/v1/messages",
    headers: { ...json, "x-api-key": "key", "anthropic-version": "2023-06-01" },
    body: {
      model: "claude",
      max_tokens: 100,
      stream: true,
      system: [{ type: "text", text: "Be brief." }],
      tools: [{ name: "read", input_schema: schema }],
      messages: [
        { role: "user", content: "read it" },
        { role: "assistant", content: [{ type: "tool_use", id: "1", name: "read", input: { path: "a.ts" } }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "1", content: "empty" }] },
      ],
    },
  }),
  responses: () => ({
    path: "/v1/responses",
    headers: { ...json, authorization: "Bearer key" },
    body: {
      model: "gpt",
      stream: true,
      instructions: "Be brief.",
      tools: [{ type: "function", name: "read", parameters: schema }],
      input: [
        { role: "user", content: "read it" },
        { type: "function_call", call_id: "1", name: "read", arguments: '{"path":"a.ts"}' },
        { type: "function_call_output", call_id: "1", output: "empty" },
      ],
    },
  }),
  chat: () => ({
    path: "/v1/chat/completions",
    headers: { ...json, authorization: "Bearer key" },
    body: {
      model: "gpt",
      stream: true,
      tools: [{ type: "function", function: { name: "read", parameters: schema } }],
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "read it" },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "1", type: "function", function: { name: "read", arguments: '{"path":"a.ts"}' } }],
        },
        { role: "tool", tool_call_id: "1", content: "empty" },
      ],
    },
  }),
  gemini: () => ({
    path: "/v1beta/models/gemini:streamGenerateContent?alt=sse",
    headers: { ...json, "x-goog-api-key": "key" },
    body: {
      systemInstruction: { parts: [{ text: "Be brief." }] },
      tools: [{ functionDeclarations: [{ name: "read", parameters: schema }] }],
      contents: [
        { role: "user", parts: [{ text: "read it" }] },
        { role: "model", parts: [{ functionCall: { name: "read", args: { path: "a.ts" } } }] },
        { role: "user", parts: [{ functionResponse: { name: "read", response: { output: "empty" } } }] },
      ],
    },
  }),
};

export const wires = Object.keys(soundRequests) as WireName[];

/** Where a wire keeps the conversation. */
export const listKeys = { anthropic: "messages", responses: "input", chat: "messages", gemini: "contents" } as const;

/** Sends it and reads the answer to its end. */
export async function post(server: ModelServer, { path, headers, body }: RawRequest): Promise<{ status: number; text: string }> {
  const response = await fetch(server.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
}

/** What the server objects to, without the request's number and wire; the server has been disposed of. */
export async function objections(server: ModelServer): Promise<string[]> {
  await server[Symbol.asyncDispose]().catch((error: unknown) => {
    if (!(error instanceof AggregateError)) throw error;
  });
  return server.errors.map((error) => error.message.replace(/^request \d+ \(\w+\), /, ""));
}

import type { Entry, ModelCall, ModelRequest, OutputItem, Part } from "../../../../src/contract/model.ts";

/** The smallest PNG: one pixel. */
export const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
export const image: Part = { type: "image", mediaType: "image/png", data: pixel };

export const readTool = {
  name: "read",
  description: "Reads a file.",
  schema: { type: "object", properties: { path: { type: "string" } }, required: ["path"] },
};
const listTool = { name: "list", description: "Lists a folder.", schema: { type: "object", properties: {} } };

export function text(text: string): Part {
  return { type: "text", text };
}

export function user(...parts: (string | Part)[]): Entry {
  return { type: "user", parts: parts.map((part) => (typeof part === "string" ? text(part) : part)) };
}

export function output(...items: OutputItem[]): Entry {
  return { type: "output", items };
}

/** A call that no wire made. */
export function call(id: string, inputText = '{"path":"a.ts"}'): ModelCall {
  return { type: "call", id, name: "read", inputText };
}

/** Each answer as the parts of its result; a call that is not there failed. */
export function results(answers: Record<string, (string | Part)[]>, failed: readonly string[] = []): Entry {
  return {
    type: "results",
    results: Object.entries(answers).map(([callId, parts]) => ({
      callId,
      name: "read",
      ok: !failed.includes(callId),
      parts: parts.map((part) => (typeof part === "string" ? text(part) : part)),
    })),
  };
}

/** Answers every call of the items. */
export function answersTo(items: readonly OutputItem[]): Entry[] {
  const calls = items.filter((item) => item.type === "call");
  return calls.length === 0 ? [] : [results(Object.fromEntries(calls.map(({ id }) => [id, ["done"]])))];
}

export function request(fields: Partial<ModelRequest> = {}): ModelRequest {
  return { model: "m-1", system: "You mend.", tools: [listTool, readTool], entries: [user("Hello")], maxOutputTokens: 4096, ...fields };
}

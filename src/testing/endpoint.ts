/** What a request's method and path say about it. */
export type WireName = "anthropic" | "responses" | "chat" | "gemini";

export interface Endpoint {
  wire: WireName;
  /** How frames are put on the socket. */
  framing: "sse" | "aws-event-stream";
  /** Set where the path, not the body, decides. */
  streaming?: boolean;
  model?: string;
  /** The protocol version travels in the body, as clouds that host Anthropic's models have it. */
  hosted?: boolean;
}

/** Paths end as the vendors' own do; what stands before (`/v1`, `/openai/deployments/X`, `/v1/projects/P/…`) is free. */
export function findEndpoint(path: string): Endpoint | undefined {
  const [pathname = ""] = path.split("?");
  if (pathname.endsWith("/v1/messages")) return { wire: "anthropic", framing: "sse" };
  if (pathname.endsWith("/responses")) return { wire: "responses", framing: "sse" };
  if (pathname.endsWith("/chat/completions")) return { wire: "chat", framing: "sse" };
  const [, model, method] = /\/models?\/([^/]+)[:/]([\w-]+)$/.exec(pathname) ?? [];
  if (model === undefined || method === undefined || !Object.hasOwn(methods, method)) return undefined;
  return { ...methods[method]!, model: decodeURIComponent(model) };
}

/** Where the model is in the path, the method after it tells the wire: Gemini's own, then Vertex's and Bedrock's for Anthropic's models. */
const methods: Readonly<Record<string, Endpoint>> = {
  streamGenerateContent: { wire: "gemini", framing: "sse", streaming: true },
  generateContent: { wire: "gemini", framing: "sse", streaming: false },
  streamRawPredict: { wire: "anthropic", framing: "sse", streaming: true, hosted: true },
  rawPredict: { wire: "anthropic", framing: "sse", streaming: false, hosted: true },
  "invoke-with-response-stream": { wire: "anthropic", framing: "aws-event-stream", streaming: true, hosted: true },
  invoke: { wire: "anthropic", framing: "sse", streaming: false, hosted: true },
};

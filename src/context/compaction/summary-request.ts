import type { ModelRequest } from "../../contract/model.ts";
import { askForSummary } from "./texts.ts";

/** Room for about 700 words, and for thinking before them. */
const MAX_OUTPUT_TOKENS = 8192;

/** Asks for a summary at the end of the same conversation: all before it is in the provider's cache. */
export function summaryRequest({ output: _output, ...request }: ModelRequest): ModelRequest {
  return {
    ...request,
    entries: [...request.entries, { type: "user", parts: [{ type: "text", text: askForSummary }] }],
    maxOutputTokens: Math.min(request.maxOutputTokens, MAX_OUTPUT_TOKENS),
  };
}

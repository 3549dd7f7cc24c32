import type { FailureCue } from "../cues.ts";

const codes: Record<number, string> = {
  401: "invalid_api_key",
  404: "model_not_found",
  429: "rate_limit_exceeded",
  500: "server_error",
  503: "server_error",
};

const OVERFLOW = "Your input exceeds the context window of this model. Please adjust your input and try again.";

/** The error body that Responses and Chat Completions share. */
export function toOpenAiError({ status, message, overflow }: FailureCue): {
  error: { message: string; type: string; param: null; code: string | null };
} {
  return {
    error: {
      message: overflow ? OVERFLOW : message,
      type: status >= 500 ? "server_error" : status === 429 ? "requests" : "invalid_request_error",
      param: null,
      code: overflow ? "context_length_exceeded" : (codes[status] ?? null),
    },
  };
}

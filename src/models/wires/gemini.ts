/** Gemini generateContent, https://ai.google.dev/api/generate-content, as a stream of server-sent events. */
import type { Wire } from "../../contract/wire.ts";
import { fail } from "./gemini/fail.ts";
import { lower } from "./gemini/lower.ts";
import { name } from "./gemini/name.ts";
import { start, step, type State } from "./gemini/step.ts";

export default {
  name,
  path: ({ model }) => `/v1beta/models/${encodeURIComponent(model)}:streamGenerateContent?alt=sse`,
  headers: (): Record<string, string> => ({}),
  lower,
  start,
  step,
  fail,
} satisfies Wire<State>;

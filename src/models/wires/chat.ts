/** Chat Completions, https://platform.openai.com/docs/api-reference/chat, as OpenAI defined it and everybody else speaks it. */
import type { Wire } from "../../contract/wire.ts";
import { fail } from "./chat/fail.ts";
import { lower } from "./chat/lower.ts";
import { name } from "./chat/name.ts";
import { start, step, type State } from "./chat/step.ts";

export default {
  name,
  path: () => "/chat/completions",
  headers: (): Record<string, string> => ({}),
  lower,
  start,
  step,
  fail,
} satisfies Wire<State>;

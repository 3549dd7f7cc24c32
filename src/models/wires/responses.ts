/** OpenAI Responses, https://platform.openai.com/docs/api-reference/responses, without state on the server. */
import type { Wire } from "../../contract/wire.ts";
import { fail } from "./responses/fail.ts";
import { lower } from "./responses/lower.ts";
import { name } from "./responses/name.ts";
import { start, step, type State } from "./responses/step.ts";

export default {
  name,
  path: () => "/responses",
  headers: (): Record<string, string> => ({}),
  lower,
  start,
  step,
  fail,
} satisfies Wire<State>;

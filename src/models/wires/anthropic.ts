/** Anthropic Messages, https://platform.claude.com/docs/en/api/messages, in the versions 2023-06-01 and 2026-10-21 and as Bedrock and Vertex host it. */
import type { Wire } from "../../contract/wire.ts";
import { fail } from "./anthropic/fail.ts";
import { defaultVersion, lower } from "./anthropic/lower.ts";
import { name } from "./anthropic/name.ts";
import { start, step, type State } from "./anthropic/step.ts";

export default {
  name,
  path: () => "/v1/messages",
  headers: ({ version = defaultVersion, modelInPath }): Record<string, string> => (modelInPath ? {} : { "anthropic-version": version }),
  lower,
  start,
  step,
  fail,
} satisfies Wire<State>;

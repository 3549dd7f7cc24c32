import { randomBytes } from "node:crypto";
import { createRedactor } from "./redactor.ts";
import { secretVariables } from "./secret-names.ts";
import { shapes } from "./shapes.ts";

/** What is told of an error outside of any thread, without the secrets of the environment and what looks like one. */
export function redactedFacts<Facts extends { message: string; at?: string; hint?: string }>(
  facts: Facts,
  env: Readonly<Record<string, string | undefined>>,
): Facts {
  const key = randomBytes(16).toString("hex");
  const { redact } = createRedactor({ values: secretVariables(env), shapes, key: () => key });
  const { message, at, hint } = facts;
  return {
    ...facts,
    message: redact(message),
    ...(at !== undefined && { at: redact(at) }),
    ...(hint !== undefined && { hint: redact(hint) }),
  };
}

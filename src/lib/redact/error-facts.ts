import { environmentRedactor } from "./environment-redactor.ts";

/** What is told of an error outside of any thread, without the secrets of the environment and what looks like one. */
export function redactedFacts<Facts extends { message: string; at?: string; hint?: string }>(
  facts: Facts,
  env: Readonly<Record<string, string | undefined>>,
): Facts {
  const redact = environmentRedactor(env);
  const { message, at, hint } = facts;
  return {
    ...facts,
    message: redact(message),
    ...(at !== undefined && { at: redact(at) }),
    ...(hint !== undefined && { hint: redact(hint) }),
  };
}

import { randomBytes } from "node:crypto";
import type { ErrorFacts } from "../../contract/error.ts";
import { createRedactor } from "./redactor.ts";
import { secretVariables } from "./secret-names.ts";
import { shapes } from "./shapes.ts";

/** What is told of an error outside of any thread, without the secrets of the environment and what looks like one. */
export function redactedFacts({ code, message, at, hint }: ErrorFacts, env: Readonly<Record<string, string | undefined>>): ErrorFacts {
  const key = randomBytes(16).toString("hex");
  const { redact } = createRedactor({ values: secretVariables(env), shapes, key: () => key });
  return {
    code,
    message: redact(message),
    ...(at !== undefined && { at: redact(at) }),
    ...(hint !== undefined && { hint: redact(hint) }),
  };
}

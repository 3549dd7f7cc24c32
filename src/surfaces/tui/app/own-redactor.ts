import { randomBytes } from "node:crypto";
import type { Environment } from "../../../contract/provider.ts";
import { createRedactor } from "../../../lib/redact/redactor.ts";
import { secretVariables } from "../../../lib/redact/secret-names.ts";
import { shapes } from "../../../lib/redact/shapes.ts";

/** For what is kept of a person's typing outside of any thread: secrets of the environment, and what looks like one. */
export function ownRedactor(env: Environment): (text: string) => string {
  const key = randomBytes(16).toString("hex");
  return createRedactor({ values: secretVariables(env), shapes, key: () => key }).redact;
}

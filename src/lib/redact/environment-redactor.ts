import { randomBytes } from "node:crypto";
import { createRedactor } from "./redactor.ts";
import { secretVariables } from "./secret-names.ts";
import { shapes } from "./shapes.ts";

/** For texts outside of any thread: replaces the secrets of the environment, and what looks like one, by marks of this process. */
export function environmentRedactor(env: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const key = randomBytes(16).toString("hex");
  return createRedactor({ values: secretVariables(env), shapes, key: () => key }).redact;
}

import { FettleError } from "../contract/error.ts";
import type { Kind } from "./kinds.ts";

export function wrongValue(key: string, kind: Kind<unknown>, value: unknown, at: string): FettleError {
  return new FettleError("config.invalid", `Setting "${key}" must be ${kind.expects}, not ${JSON.stringify(value)}`, {
    at,
    hint: "Correct it or remove it.",
  });
}

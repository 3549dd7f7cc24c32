import { lstatSync, readFileSync, statSync } from "node:fs";
import { FettleError } from "../contract/error.ts";

const MAX_BYTES = 1024 * 1024;

/** How messages begin that tell what is wrong with a file in which people say how Fettle is to work. */
export type ConfigFileKind = "The settings" | "The policy" | "The checks";

/** Its text. Throws `config.invalid` when it is missing or cannot be read, is no file, or is larger than anybody writes. */
export function readConfigFile(file: string, kind: ConfigFileKind): string {
  try {
    const facts = statSync(file);
    // A pipe would be waited for without end.
    if (!facts.isFile()) throw unusable(file, `${kind} cannot be read: not a file`);
    if (facts.size > MAX_BYTES) throw unusable(file, `${kind} cannot be read: larger than ${MAX_BYTES} bytes`);
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw cause instanceof FettleError ? cause : unusable(file, `${kind} cannot be read: ${(cause as Error).message}`, cause);
  }
}

/**
 * Undefined when there is none. What cannot be looked at, and a link that leads nowhere, is there, and throws: what somebody has written down
 * is not lost without a word.
 */
export function readConfigFileIfThere(file: string, kind: ConfigFileKind): string | undefined {
  try {
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
  } catch (cause) {
    throw unusable(file, `${kind} cannot be read: ${(cause as Error).message}`, cause);
  }
  return readConfigFile(file, kind);
}

function unusable(file: string, message: string, cause?: unknown): FettleError {
  return new FettleError("config.invalid", `${message}.`, { at: file, hint: "Correct or remove it.", cause });
}

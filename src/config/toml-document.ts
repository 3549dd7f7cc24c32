import { parse, TomlError } from "smol-toml";
import { FettleError } from "../contract/error.ts";

/** The keys and values of a TOML file. Throws `config.invalid` with file and line. */
export function parseToml(source: string, file: string): Record<string, unknown> {
  try {
    return parse(source);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new FettleError("config.invalid", `Not valid TOML: ${error.message.split("\n")[0]}`, {
      at: `${file}:${error.line}`,
      hint: "Correct the file.",
      cause: error,
    });
  }
}

export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

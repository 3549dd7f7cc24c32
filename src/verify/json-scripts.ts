import { findNodeAtLocation, type Node, parseTree, type ParseError, printParseErrorCode } from "jsonc-parser";
import { lineAt, unreadable } from "./project-files.ts";

export interface Script {
  name: string;
  /** A list of commands is one text, a command a line. */
  body: string;
  line: number;
}

/** The `scripts` of a manifest; throws `config.invalid` with file and line when it is no JSON. */
export function jsonScripts(file: string, text: string): Map<string, Script> {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [error] = errors;
  if (error !== undefined) throw unreadable(`${file}:${lineAt(text, error.offset)}`, printParseErrorCode(error.error));
  const scripts = new Map<string, Script>();
  for (const property of (root && findNodeAtLocation(root, ["scripts"]))?.children ?? []) {
    const [key, value] = property.children ?? [];
    const body = value && bodyOf(value);
    if (key === undefined || typeof key.value !== "string" || body === undefined) continue;
    scripts.set(key.value, { name: key.value, body, line: lineAt(text, key.offset) });
  }
  return scripts;
}

function bodyOf({ type, value, children }: Node): string | undefined {
  if (type === "string") return value as string;
  if (type !== "array") return undefined;
  return (children ?? [])
    .filter((item) => item.type === "string")
    .map((item) => item.value as string)
    .join("\n");
}

import type { Definition } from "../../language.ts";
import { lineOf } from "./captured.ts";
import type { Captures } from "./outline-by-query.ts";

const types = new Set<Definition["kind"]>(["record", "class", "interface", "enum", "type"]);

/**
 * Methods that stand outside of their type are in it all the same, where it is defined before them in the same file. Each note has a
 * method's name as `@note` and its type as `@receiver`, in which only the first name counts: `*Shelf[T]`.
 */
export function inReceivers(definitions: readonly Definition[], notes: readonly Captures[]): Definition[] {
  const receivers = new Map<string, string>();
  for (const { note, receiver } of notes)
    if (note !== undefined && receiver !== undefined) receivers.set(`${lineOf(note[0]!)} ${note[0]!.text}`, firstName(receiver[0]!.text));
  const known = new Map<string, number>();
  return definitions.map((definition, index) => {
    if (types.has(definition.kind)) known.set(definition.name, index);
    const type = receivers.get(`${definition.line} ${definition.name}`);
    const within = type === undefined ? undefined : known.get(type);
    return within === undefined ? definition : { ...definition, within };
  });
}

const firstName = (text: string): string => /[\p{L}_][\p{L}\p{N}_]*/u.exec(text)?.[0] ?? "";

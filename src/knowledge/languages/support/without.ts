import type { Definition } from "../../language.ts";

/** Only the definitions that are wanted. What was in one that is not is then in what that was in. */
export function without(definitions: readonly Definition[], unwanted: (definition: Definition, index: number) => boolean): Definition[] {
  const kept: Definition[] = [];
  const renumbered: (number | undefined)[] = [];
  for (const [index, definition] of definitions.entries()) {
    const { within: outer, ...rest } = definition;
    const within = outer === undefined ? undefined : renumbered[outer];
    if (unwanted(definition, index)) renumbered.push(within);
    else {
      renumbered.push(kept.length);
      kept.push({ ...rest, ...(within !== undefined && { within }) });
    }
  }
  return kept;
}

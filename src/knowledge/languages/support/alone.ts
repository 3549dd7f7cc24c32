import type { Definition } from "../../language.ts";

/** Definitions that are in nothing, wherever they stand. */
export function alone(definitions: readonly Definition[]): Definition[] {
  return definitions.map((definition) => {
    const { within: _within, ...rest } = definition;
    return rest;
  });
}

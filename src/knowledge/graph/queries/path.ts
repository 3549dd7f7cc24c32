import type { GraphReader } from "../reader.ts";
import { dependentsOf } from "./dependents.ts";
import { spread, wayBack } from "./spread.ts";

/** The shortest chain of files in which each depends on the next, from one to the other; undefined when there is none. */
export function pathBetween(reader: GraphReader, from: number, to: number): number[] | undefined {
  const reached = reader.atOnce(() => spread([to], dependentsOf(reader), { until: from }));
  return reached.has(from) ? wayBack(from, reached) : undefined;
}

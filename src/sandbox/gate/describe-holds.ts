import { escapeLine } from "../../lib/escape.ts";
import type { Hold } from "../change-set.ts";

const MAX_LISTED = 20;

/** Holds in words for people, those for one reason together: what, why and where. */
export function describeHolds(holds: readonly Hold[]): string {
  return Array.from(
    Map.groupBy(holds, ({ rule, reason }) => `${reason} (${rule})`),
    ([why, group]) => {
      const paths = group.slice(0, MAX_LISTED).map(({ path }) => `  ${escapeLine(path)}`);
      const rest = group.length - paths.length;
      return [why, ...paths, ...(rest > 0 ? [`  and ${rest} more`] : [])].join("\n");
    },
  ).join("\n");
}

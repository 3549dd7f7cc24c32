import type { Check } from "../contract/check.ts";

const MINUTE = 60_000;

/** How long a check may run. Generous: a check that is cut off proves nothing. */
export const timeoutsMs: Readonly<Record<Check["proves"], number>> = {
  types: 5 * MINUTE,
  format: 5 * MINUTE,
  lint: 5 * MINUTE,
  build: 15 * MINUTE,
  tests: 30 * MINUTE,
  custom: 30 * MINUTE,
};

import type { Check } from "../contract/check.ts";

const MINUTE = 60_000;

/** How long a check may run unless a person says otherwise. Generous: a check that is cut off proves nothing. */
export const timeoutsMs: Readonly<Record<Check["proves"], number>> = {
  types: 15 * MINUTE,
  format: 15 * MINUTE,
  lint: 15 * MINUTE,
  build: 30 * MINUTE,
  tests: 30 * MINUTE,
  custom: 30 * MINUTE,
};

import { test } from "vitest";
import { requirements, type RequirementId } from "./requirements.ts";

/** A test of a requirement. `detail` tells several tests of one requirement apart. */
export function verifies(id: RequirementId, run: () => void | Promise<void>): void;
export function verifies(id: RequirementId, detail: string, run: () => void | Promise<void>): void;
export function verifies(
  id: RequirementId,
  detailOrRun: string | (() => void | Promise<void>),
  maybeRun?: () => void | Promise<void>,
): void {
  const detail = typeof detailOrRun === "string" ? ` (${detailOrRun})` : "";
  const run = typeof detailOrRun === "string" ? maybeRun! : detailOrRun;
  test(`${id}: ${requirements[id]}${detail}`, run);
}

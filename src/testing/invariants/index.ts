import type { Memory } from "../memory.ts";
import type { SeenRequest } from "../seen-request.ts";
import { body } from "./body.ts";
import { content } from "./content.ts";
import { calls, reasoning, unknown } from "./echo.ts";
import { key, version } from "./headers.ts";
import type { Invariant } from "./invariant.ts";
import { prefix } from "./prefix.ts";
import { results } from "./results.ts";
import { roles } from "./roles.ts";
import { tools } from "./tools.ts";

/** What must hold of every request. */
const invariants = { body, version, key, roles, results, tools, content, reasoning, calls, unknown, prefix };

export type InvariantName = keyof typeof invariants;

/** What does not hold of a request, each with the name of the invariant; the allowed ones are not looked at. */
export function findViolations(request: SeenRequest, memory: Memory, allow: ReadonlySet<InvariantName>): string[] {
  const checked = Object.entries(invariants as Record<InvariantName, Invariant>).filter(([name]) => !allow.has(name as InvariantName));
  return checked.flatMap(([name, check]) => check(request, memory).map((problem) => `${name}: ${problem}`));
}

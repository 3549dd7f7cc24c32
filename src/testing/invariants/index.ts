import { body } from "./body.ts";
import { content } from "./content.ts";
import { key, version } from "./headers.ts";
import type { Invariant } from "./invariant.ts";
import { prefix } from "./prefix.ts";
import { reasoning } from "./reasoning.ts";
import { results } from "./results.ts";
import { roles } from "./roles.ts";
import { tools } from "./tools.ts";

/** Everything a server checks of each request, under the name that `allow` takes. */
export const invariants = { body, version, key, roles, results, tools, content, reasoning, prefix } satisfies Record<string, Invariant>;

export type InvariantName = keyof typeof invariants;

import { FettleError } from "../contract/error.ts";
import type { Environment } from "../contract/provider.ts";

/** The value of the first of these variables that is set; throws `config.invalid` naming them when none is. */
export function requiredVariable(env: Environment, names: readonly string[], what: string): string {
  for (const name of names) if (env[name]) return env[name];
  throw new FettleError("config.invalid", `${what} is not known`, { at: names.join(", "), hint: `Set ${names.join(" or ")}.` });
}

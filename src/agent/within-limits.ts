import type { Config } from "../config/load.ts";
import type { Limits } from "../config/policy-file.ts";
import { FettleError } from "../contract/error.ts";
import { entries as sandboxes } from "../sandbox/backends/index.gen.ts";

/**
 * The settings as the organisation lets them be: a mode that nobody has chosen becomes the first that is allowed.
 * Throws `policy.denied` for what somebody has chosen and the organisation does not allow.
 */
export function withinLimits(config: Config, { modes, sandboxNone, yes }: Limits): Config {
  const { settings, origins } = config;
  const refuse = (what: string, { origin, where }: { origin: string; where: string }) =>
    new FettleError("policy.denied", `The organisation does not allow ${what}, which ${origin} sets`, {
      at: where,
      hint: "Choose another.",
    });
  const confined = settings.sandbox === "auto" || sandboxes.find(({ name }) => name === settings.sandbox)?.confined !== false;
  if (sandboxNone?.allowed === false && !confined)
    throw refuse("work without a box", { origin: origins.sandbox, where: sandboxNone.where });
  if (yes?.allowed === false && settings.yes)
    throw refuse("questions to be answered beforehand", { origin: origins.yes, where: yes.where });
  if (modes === undefined || modes.allowed.includes(settings.mode)) return config;
  const [mode] = modes.allowed;
  if (mode === undefined || origins.mode !== "default") throw refuse(`mode ${settings.mode}`, { origin: origins.mode, where: modes.where });
  return { ...config, settings: { ...settings, mode }, origins: { ...origins, mode: modes.where } };
}

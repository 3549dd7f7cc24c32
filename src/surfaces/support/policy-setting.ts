import { policyFactsOf, userHomeOf } from "../../agent/policy-facts.ts";
import { withinLimits } from "../../agent/within-limits.ts";
import { fettleHome, loadConfig } from "../../config/load.ts";
import type { PolicyFacts } from "../../contract/policy.ts";
import type { SurfaceIo } from "../../contract/surface.ts";
import { loadPolicy, type PolicySources, withoutExamples } from "../../policy/load.ts";
import { entries as sandboxes } from "../../sandbox/backends/index.gen.ts";
import { entries as tools } from "../../tools/index.gen.ts";

/** Where rules are looked for. */
export function surroundingsOf({ env }: SurfaceIo, workspace: string): PolicySources {
  return { workspace, home: fettleHome(env), userHome: userHomeOf(env), tools };
}

/** What a thread in this workspace would be ruled by, taking the sandbox that is set to be there. */
export async function loadedPolicy({
  io,
  workspace,
  attended,
  mode,
}: {
  io: SurfaceIo;
  workspace: string;
  attended: boolean;
  mode?: string;
}): Promise<{ facts: PolicyFacts; notices: readonly string[] }> {
  const loaded = await loadConfig({ env: io.env, flags: mode === undefined ? {} : { mode }, workspace });
  const { rules, limits, notices } = await loadPolicy(surroundingsOf(io, workspace));
  const config = withinLimits(loaded, limits);
  const confined = sandboxes.find(({ name }) => name === config.settings.sandbox)?.confined !== false;
  const facts = policyFactsOf({ config, env: io.env, workspace, attended, confined, rules: withoutExamples(rules), past: undefined });
  return { facts, notices: [...loaded.notices, ...notices] };
}

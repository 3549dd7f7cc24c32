import type { Policy, PolicyCall, PolicyFacts, Ruling } from "../contract/policy.ts";
import { strictest } from "./strictest.ts";

/**
 * The strictest ruling of the rules, else of the fallbacks; what no policy speaks of is denied. `--yes` answers what would be asked,
 * unless the ruling is firm. Pure: same call and facts, same ruling.
 */
export function decide(policies: readonly Policy[], call: PolicyCall, facts: PolicyFacts): Ruling {
  const opinions = (stage: Policy["stage"]) =>
    policies.filter((policy) => policy.stage === stage).map((policy) => policy.judge(call, facts));
  const ruling = strictest(opinions("rule")) ?? strictest(opinions("fallback")) ?? uncovered(call);
  if (ruling.decision !== "ask" || !facts.yes || ruling.firm === true) return ruling;
  return { ...ruling, decision: "allow", reason: `${ruling.reason} Answered by --yes.` };
}

function uncovered({ tool }: PolicyCall): Ruling {
  return { decision: "deny", rule: "none", where: "default", reason: `No rule covers ${tool}.`, code: "uncovered" };
}

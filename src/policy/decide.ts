import type { Decision, Policy, PolicyCall, PolicyFacts, Ruling } from "../contract/policy.ts";

const strictness: Readonly<Record<Decision, number>> = { allow: 0, ask: 1, deny: 2 };

/** The strictest ruling of all policies; what no policy speaks of is denied. Pure: same call and facts, same ruling. */
export function decide(policies: readonly Policy[], call: PolicyCall, facts: PolicyFacts): Ruling {
  let strictest: Ruling | undefined;
  for (const policy of policies) {
    const ruling = policy.judge(call, facts);
    if (ruling === undefined) continue;
    if (strictest === undefined || strictness[ruling.decision] > strictness[strictest.decision]) strictest = ruling;
  }
  return strictest ?? { decision: "deny", rule: "none", where: "default", reason: `No rule covers ${call.tool}.` };
}

import type { PolicyFacts } from "../contract/policy.ts";
import type { HostRuling } from "../contract/sandbox.ts";
import { hostMatches } from "../lib/host.ts";
import { ruleRuling, rulesOf } from "./rule-ruling.ts";
import { strictest } from "./strictest.ts";

/** What rules say to a host that the lists of the box allow. Rules that allow say nothing here: they open nothing to commands. */
export function hostRuling(host: string, facts: PolicyFacts): HostRuling | undefined {
  const matching = rulesOf("host", facts).filter((rule) => rule.decision !== "allow" && hostMatches(host, rule.matcher.host));
  const found = strictest(matching.map((rule) => ruleRuling(rule)));
  if (found === undefined || found.decision === "allow") return undefined;
  if (found.decision === "ask" && facts.yes && found.firm !== true) return undefined;
  const { decision, rule, where, reason } = found;
  return { decision, rule, where, reason };
}

import { builtInRules } from "./built-in-rules.ts";
import type { Decision, PolicyFacts, Rule, Ruling } from "../contract/policy.ts";

export type RuleOf<Kind extends Rule["matcher"]["kind"]> = Rule & { matcher: Extract<Rule["matcher"], { kind: Kind }> };

/** The ruling of a rule that matches. `decision`: when it is not as certain as the rule itself. */
export function ruleRuling(
  rule: Rule,
  { decision = rule.decision, reason = rule.reason }: { decision?: Decision; reason?: string } = {},
): Ruling {
  const firm = rule.tier === "organisation" || rule.tier === "default";
  return { decision, rule: rule.name, where: rule.where, reason, code: "rule", ...(firm && decision !== "allow" && { firm }) };
}

/** The rules of one kind that hold in the mode at hand, those that come with Fettle among them. */
export function rulesOf<Kind extends Rule["matcher"]["kind"]>(
  kind: Kind,
  facts: Pick<PolicyFacts, "rules" | "mode" | "stateDir">,
): RuleOf<Kind>[] {
  const holds = (rule: Rule): rule is RuleOf<Kind> => rule.matcher.kind === kind && (rule.mode === undefined || rule.mode === facts.mode);
  return [...builtInRules(facts), ...facts.rules].filter(holds);
}

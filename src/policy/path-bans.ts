import type { PolicyFacts } from "../contract/policy.ts";
import type { PathBans } from "../contract/sandbox.ts";
import { ownSettings } from "./built-in-rules.ts";
import { canonicalPath } from "./matching/canonical-path.ts";
import { pathPattern } from "./matching/path-glob.ts";
import { type RuleOf, ruleRuling, rulesOf } from "./rule-ruling.ts";

/** What the rules for paths keep from everything that happens in a box. Where somebody can be asked, a rule that asks keeps nothing. */
export function boxBans(facts: PolicyFacts): { read?: PathBans; write?: PathBans } {
  const kept = writtenRules(facts).filter((rule) => rule.decision === "deny" || (isUnanswered(rule, facts) && !facts.attended));
  const read = toBans(having(kept, "read"), facts);
  // Of the settings that lie elsewhere the gate holds back what is new.
  const write = toBans([...having(kept, "write"), ownSettings(".fettle")], facts);
  return { ...(read !== undefined && { read }), ...(write !== undefined && { write }) };
}

/** What a search may not come upon: what is denied, and what would have to be asked, but for what the call itself names: that has been. */
export function searchBans(facts: PolicyFacts, named: readonly string[]): PathBans | undefined {
  const paths = named.map((path) => canonicalPath(path, facts));
  const wasAsked = (rule: RuleOf<"path">) => paths.some((path) => pathPattern(rule.matcher.path, facts).coversFolded(path));
  const kept = writtenRules(facts).filter((rule) => rule.decision === "deny" || (isUnanswered(rule, facts) && !wasAsked(rule)));
  return toBans(having(kept, "read"), facts);
}

/** Every box hides Fettle's own folder by itself. */
function writtenRules(facts: PolicyFacts): RuleOf<"path">[] {
  return rulesOf("path", facts).filter(({ tier }) => tier !== "default");
}

/** It asks, and `--yes` does not answer it. */
function isUnanswered(rule: RuleOf<"path">, { yes }: PolicyFacts): boolean {
  return rule.decision === "ask" && (!yes || ruleRuling(rule).firm === true);
}

function having(rules: readonly RuleOf<"path">[], effect: "read" | "write"): RuleOf<"path">[] {
  return rules.filter(({ matcher }) => matcher.effects.includes(effect));
}

function toBans(rules: readonly RuleOf<"path">[], facts: PolicyFacts): PathBans | undefined {
  if (rules.length === 0) return undefined;
  const kept = rules.map((rule) => ({ rule, pattern: pathPattern(rule.matcher.path, facts) }));
  const because = (found: (typeof kept)[number] | undefined) => found && `${found.rule.reason} (${found.rule.name}, ${found.rule.where})`;
  return {
    over: (path) => because(kept.find(({ pattern }) => pattern.coversFolded(path))),
    below: (folder) => kept.some(({ pattern }) => pattern.mayLieBelow(folder)),
    named: (folder) => because(kept.find(({ pattern }) => pattern.liesBelow(folder))),
  };
}

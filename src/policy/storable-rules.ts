import { describeMatcher, type Matcher, type PolicyCall, type PolicyFacts, type Rule, type Ruling } from "../contract/policy.ts";
import { hostMatches } from "../lib/host.ts";
import { isInterpreter } from "./shell/interpreters.ts";

/**
 * The rules that "always" would store as the answer to this question, in narrow terms; none when it cannot be stored:
 * a rule has asked, which a weaker one would not silence, or the answer would hold for what nobody has seen.
 */
export function storableRules(call: PolicyCall, { ruling, facts }: { ruling: Ruling; facts: PolicyFacts }): Matcher[] {
  // What a rule asks, it asks again.
  if (ruling.firm === true || ruling.code === "rule" || ruling.code === "floor") return [];
  if (call.script !== undefined) return forScript(call);
  if (call.effect === "network")
    return call.hosts
      .filter((host) => !facts.allowedHosts.some((allowed) => hostMatches(host, allowed)))
      .map((host) => ({ kind: "host", host }));
  if (call.effect !== "write" || call.paths.some((path) => /[*?]/.test(path))) return [];
  return call.paths.map((path) => ({ kind: "path", path, effects: ["write"] }));
}

/** Rules of an answer, in whose tier they are kept. */
export function answeredRules(matchers: readonly Matcher[], { tier, decision, where }: Pick<Rule, "tier" | "decision" | "where">): Rule[] {
  return matchers.map((matcher) => ({
    name: describeMatcher(matcher),
    where,
    tier,
    decision,
    reason: "A person has answered so for always.",
    matcher,
  }));
}

function forScript({ shell }: PolicyCall): Matcher[] {
  if (
    shell === undefined ||
    shell.commands.some(({ wrappers, assigns, catastrophe }) => wrappers.length > 0 || assigns || catastrophe !== undefined)
  )
    return [];
  const asked: (readonly string[])[] = [];
  const visible = shell.accepted((words, listed) => {
    if (!listed) asked.push(words);
    return true;
  });
  // In a script with several commands each must be fit for a rule of its own.
  const commands = asked.length > 0 ? asked : shell.commands.map(({ words }) => words.filter((word) => word !== null));
  if (!visible || commands.some((words) => isInterpreter(words) || isInterpreter(prefixOf(words)))) return [];
  return commands.map((words) => ({ kind: "command", tokens: prefixOf(words).map((word) => [word]) }));
}

/** The program with its sub-command or first operand: `npm test`, `npm run build`, `make deploy`. */
function prefixOf([program = "", ...rest]: readonly string[]): string[] {
  const [first, second] = rest;
  if (first === undefined || first.startsWith("-")) return [program, ...rest];
  return first === "run" && second !== undefined ? [program, first, second] : [program, first];
}

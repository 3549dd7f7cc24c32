import type { PolicyCall, PolicyFacts, Ruling, SeenCommand, ShellReading } from "../contract/policy.ts";
import { escapeLine } from "../lib/escape.ts";
import { floorRuling, shorten } from "./floor.ts";
import { isListed, matchesPrefix } from "./matching/token-prefix.ts";
import { type RuleOf, ruleRuling, rulesOf } from "./rule-ruling.ts";
import { strictest } from "./strictest.ts";

/** One sub-command of a script with the strictest ruling that any rule gives it. */
export interface JudgedCommand {
  command: SeenCommand;
  ruling: Ruling | undefined;
}

/** Every command that can be seen in a script, each judged by the floor and the command rules. */
export function judgeCommands({ commands }: ShellReading, facts: PolicyFacts): JudgedCommand[] {
  const rules = rulesOf("command", facts);
  return commands.map((command) => ({
    command,
    ruling: strictest([floorRuling(command, facts), ...rules.map((rule) => matchedRuling(rule, command))]),
  }));
}

/**
 * What command rules say to a script: the strictest ruling on any command in it. It is allowed only when all it runs can be seen,
 * and each command is allowed by a rule or, in a box, harmless there.
 */
export function judgeScript({ shell }: PolicyCall, facts: PolicyFacts): Ruling | undefined {
  if (shell === undefined) return undefined;
  const rulings = judgeCommands(shell, facts).map(({ ruling }) => ruling);
  const strict = strictest(rulings.filter((ruling) => ruling !== undefined && ruling.decision !== "allow"));
  if (strict !== undefined) return strict;
  const allowing = rulings.find((ruling) => ruling !== undefined);
  if (allowing === undefined) return undefined;
  return isAllowed(shell, rulesOf("command", facts), facts) ? allowing : undefined;
}

/** Whether allowing rules, with what is known to be harmless in the box, cover everything a script runs. */
export function isAllowed(shell: ShellReading, rules: readonly RuleOf<"command">[], { confined }: Pick<PolicyFacts, "confined">): boolean {
  const partlySeen = shell.commands.filter(({ words }) => words.includes(null));
  // A rule for a command says nothing of arguments that only the shell knows.
  const allowing = rules.filter(
    ({ decision, matcher }) => decision === "allow" && !partlySeen.some(({ words }) => matchesPrefix(matcher.tokens, words) !== "no"),
  );
  return shell.accepted((words, listed) => (listed && confined) || allowing.some(({ matcher }) => isListed(matcher.tokens, words)));
}

function matchedRuling(rule: RuleOf<"command">, command: SeenCommand): Ruling | undefined {
  const matched = matchesPrefix(rule.matcher.tokens, command.words);
  if (matched === "no" || (matched === "maybe" && rule.decision === "allow")) return undefined;
  if (matched === "yes") return ruleRuling(rule);
  return ruleRuling(rule, {
    decision: "ask",
    reason: `\`${shorten(escapeLine(command.text))}\` may be what this rule is about: ${rule.reason}`,
  });
}

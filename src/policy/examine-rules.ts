/** Rules tried out: whether their examples hold, and whether they can ever decide anything. */
import type { Example, WrittenRule } from "../config/policy-file.ts";
import { describeMatcher, type PolicyFacts, type Rule, type ShellReading } from "../contract/policy.ts";
import type { ToolEntry } from "../contract/tool.ts";
import { builtInRules } from "./built-in-rules.ts";
import { hostMatches } from "../lib/host.ts";
import { isAllowed } from "./judge-commands.ts";
import { canonicalPath } from "./matching/canonical-path.ts";
import { globCovers, pathPattern } from "./matching/path-glob.ts";
import { matchesPrefix } from "./matching/token-prefix.ts";
import { readScript } from "./read-script.ts";
import type { RuleOf } from "./rule-ruling.ts";
import { isStricter } from "./strictest.ts";

export interface Finding {
  /** `file:line` */
  where: string;
  what: string;
}

export interface Surroundings {
  workspace: string;
  userHome: string;
  home: string;
  tools: readonly Pick<ToolEntry, "name">[];
}

/** Examples that a rule should match and does not, or the other way round. */
export function failedExamples(rules: readonly WrittenRule[], surroundings: Surroundings): Finding[] {
  return rules.flatMap((rule) => [
    ...rule.match.flatMap((example) => told(example, { rule, surroundings, wanted: true })),
    ...rule.notMatch.flatMap((example) => told(example, { rule, surroundings, wanted: false })),
  ]);
}

/** Rules that never decide: those that cannot match, those that nothing asks, and those that a stricter one always comes before. */
export function examine(rules: readonly Rule[], surroundings: Surroundings): Finding[] {
  const all = [...builtInRules({ stateDir: surroundings.home }), ...rules];
  return rules.flatMap((rule) => {
    const what = dead(rule) ?? unasked(rule, surroundings) ?? shadowed(rule, { all, surroundings });
    return what === undefined ? [] : [{ where: rule.where, what: `the rule ${rule.name} ${what}` }];
  });
}

function told(
  { text, where }: Example,
  { rule, surroundings, wanted }: { rule: WrittenRule; surroundings: Surroundings; wanted: boolean },
): Finding[] {
  const { matches, because } = tryOut(rule, { text, surroundings });
  if (matches === wanted) return [];
  const what = `The rule ${rule.name} ${matches ? "matches" : "does not match"} its example ${JSON.stringify(text)}, and should${wanted ? "" : " not"}: ${because}.`;
  return [{ where, what }];
}

function tryOut({ matcher, decision, tier, ...rest }: WrittenRule, { text, surroundings }: { text: string; surroundings: Surroundings }) {
  switch (matcher.kind) {
    case "command": {
      const shell = readScript(text, surroundings);
      return tryCommand({ ...rest, matcher, decision, tier }, shell);
    }
    case "path": {
      const path = canonicalPath(text, surroundings);
      const pattern = pathPattern(matcher.path, surroundings);
      const matches = decision === "allow" ? pattern.covers(path) : pattern.coversFolded(path);
      return { matches, because: `its path is ${path}, the rule's ${canonicalPath(matcher.path, surroundings)}` };
    }
    case "host":
      return { matches: hostMatches(text, matcher.host), because: `the rule's host is ${matcher.host}` };
    case "tool":
      return { matches: text === matcher.tool, because: `the rule's tool is ${matcher.tool}` };
  }
}

function tryCommand(rule: RuleOf<"command">, shell: ShellReading): { matches: boolean; because: string } {
  const matched = shell.commands.some(({ words }) => matchesPrefix(rule.matcher.tokens, words) === "yes");
  const seen = shell.commands.map(({ words }) => words.map((word) => word ?? "…").join(" ")).join("; ") || "nothing";
  const because = `it runs ${seen}`;
  if (!matched || rule.decision !== "allow") return { matches: matched, because };
  if (isAllowed(shell, [rule], { confined: true })) return { matches: true, because };
  return { matches: false, because: `${because}, and the rule alone does not allow all of it` };
}

function dead({ matcher }: Rule): string | undefined {
  if (matcher.kind === "command") {
    const broken = matcher.tokens.flat().find((token) => /\s/.test(token) && !/["'`]/.test(token));
    if (broken !== undefined && matcher.tokens[0]?.includes(broken))
      return `can never match: ${JSON.stringify(broken)} is one token; write ${JSON.stringify(broken.trim().split(/\s+/))}`;
  }
  if (matcher.kind === "host" && /[/:@\s]|\*(?!\.)|.\*/.test(matcher.host))
    return "can never match: a host is a name such as example.com or *.example.com, without protocol, port and path";
  return undefined;
}

function unasked({ matcher }: Rule, { tools }: Surroundings): string | undefined {
  if (matcher.kind !== "tool" || tools.some(({ name }) => name === matcher.tool)) return undefined;
  return `is never consulted: there is no tool ${JSON.stringify(matcher.tool)}`;
}

function shadowed(rule: Rule, { all, surroundings }: { all: readonly Rule[]; surroundings: Surroundings }): string | undefined {
  const stricter = all.find((other) => isStricter(other.decision, rule.decision) && covers(other, rule, surroundings));
  if (stricter !== undefined) return `never decides: the stricter rule ${stricter.name} (${stricter.where}) covers all that it matches`;
  if (rule.matcher.kind !== "command" || rule.decision === "deny") return undefined;
  const script = rule.matcher.tokens.map(([token = ""]) => `'${token.replaceAll("'", `'\\''`)}'`).join(" ");
  const catastrophe = readScript(script, surroundings).commands.find((command) => command.catastrophe !== undefined)?.catastrophe;
  if (catastrophe === undefined || rule.decision === "ask") return undefined;
  return `never decides: ${describeMatcher(rule.matcher)} is asked or denied whatever rules allow (${catastrophe})`;
}

function covers(outer: Rule, inner: Rule, folders: Pick<PolicyFacts, "workspace" | "userHome">): boolean {
  if (outer.mode !== undefined && outer.mode !== inner.mode) return false;
  const [out, within] = [outer.matcher, inner.matcher];
  if (out.kind === "tool" && within.kind === "tool") return out.tool === within.tool;
  if (out.kind === "command" && within.kind === "command")
    return out.tokens.every((alternatives, place) => within.tokens[place]?.every((token) => alternatives.includes(token)) === true);
  if (out.kind === "host" && within.kind === "host") return out.host === within.host || hostMatches(within.host, out.host);
  if (out.kind !== "path" || within.kind !== "path") return false;
  return within.effects.every((effect) => out.effects.includes(effect)) && globCovers(out.path, within.path, folders);
}

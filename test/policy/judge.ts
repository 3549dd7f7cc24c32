import type { PolicyCall, PolicyFacts, Rule, Ruling } from "../../src/contract/policy.ts";
import { readPolicyFile } from "../../src/config/policy-file.ts";
import { decide } from "../../src/policy/decide.ts";
import { withoutExamples } from "../../src/policy/load.ts";
import { entries } from "../../src/policy/rules/index.gen.ts";
import { factsOf, shellCall } from "./facts.ts";

const policies = await Promise.all(entries.map(async (entry) => (await entry.load()).default));

/** What all policies together rule. */
export function judge(call: PolicyCall | string, given: Partial<PolicyFacts> = {}): Ruling {
  return decide(policies, typeof call === "string" ? shellCall(call) : call, factsOf(given));
}

export function decision(call: PolicyCall | string, given: Partial<PolicyFacts> = {}): Ruling["decision"] {
  return judge(call, given).decision;
}

/** The rules of a file. */
export function rulesOf(toml: string, tier: Rule["tier"] = "user"): Rule[] {
  return withoutExamples(readPolicyFile(toml, { file: `${tier}.toml`, tier }).rules);
}

export const allow = (...command: string[]) => `[[rule]]\ncommand = ${JSON.stringify(command)}\ndecision = "allow"\n`;
export const deny = (...command: string[]) => `[[rule]]\ncommand = ${JSON.stringify(command)}\ndecision = "deny"\n`;

export function call(tool: string, effect: PolicyCall["effect"], ...paths: string[]): PolicyCall {
  return { tool, effect, paths, hosts: [] };
}

import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import type { Matcher, Rule } from "../contract/policy.ts";
import { dirname, join } from "node:path";
import { toTomlValue } from "./toml-value.ts";

/** The user's own file of rules. */
export function userPolicyFile(home: string): string {
  return join(home, "policy.toml");
}

/** Adds rules to the user's file, in one write: two that do it at once both succeed. Throws the error of the file system. */
export function storeRules(home: string, rules: readonly Rule[]): void {
  const file = userPolicyFile(home);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const begin = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, "utf8")) ? "\n" : "";
  appendFileSync(file, `${begin}\n${rulesText(rules)}`, { mode: 0o600 });
}

/** Rules as they are written: TOML. */
export function rulesText(rules: readonly Rule[]): string {
  return rules.map(toToml).join("\n");
}

function toToml({ matcher, decision, reason }: Rule): string {
  return `[[rule]]\n${matcherLines(matcher)}\ndecision = ${toTomlValue(decision)}\nreason = ${toTomlValue(reason)}\n`;
}

function matcherLines(matcher: Matcher): string {
  switch (matcher.kind) {
    case "command":
      return `command = [${matcher.tokens.map((words) => toTomlValue(words.length === 1 ? words[0]! : words)).join(", ")}]`;
    case "path":
      return `path = ${toTomlValue(matcher.path)}\neffects = ${toTomlValue(matcher.effects)}`;
    case "host":
      return `host = ${toTomlValue(matcher.host)}`;
    case "tool":
      return `tool = ${toTomlValue(matcher.tool)}`;
  }
}

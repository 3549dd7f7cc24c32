import type { PolicyFacts, Rule } from "../contract/policy.ts";

const common = { where: "default", tier: "default" } as const;

/** The rules that come with Fettle, written as anyone would write theirs. */
export function builtInRules({ stateDir }: Pick<PolicyFacts, "stateDir">): Rule[] {
  return [
    {
      ...common,
      name: "own-state",
      decision: "deny",
      reason: "Fettle's own folder holds keys, logs and rules, which are not for the agent.",
      matcher: { kind: "path", path: stateDir, effects: ["read", "write"] },
    },
    ownSettings("**/.fettle"),
    {
      ...common,
      name: "jobs",
      decision: "allow",
      reason: "It looks after commands that were judged when they began.",
      matcher: { kind: "tool", tool: "job" },
    },
  ];
}

export function ownSettings(path: string): Rule & { matcher: { kind: "path" } } {
  return {
    ...common,
    name: "own-settings",
    decision: "deny",
    reason: "The agent does not change the settings and rules that it works under; a person does.",
    matcher: { kind: "path", path, effects: ["write"] },
  };
}

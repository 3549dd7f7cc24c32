import type { Effect } from "./sandbox.ts";

export type Decision = "allow" | "ask" | "deny";

/** What a policy judges: facts only, so that the same call always gets the same answer. */
export interface PolicyCall {
  tool: string;
  effect: Effect;
  paths: readonly string[];
  hosts: readonly string[];
  script?: string;
}

export interface PolicyFacts {
  /** Whether commands are confined by the operating system. */
  confined: boolean;
  allowedHosts: readonly string[];
}

export interface Ruling {
  decision: Decision;
  /** Name of the rule that decided, and where it stands (`default`, `file:line`, `--flag`). */
  rule: string;
  where: string;
  reason: string;
}

/** Judges a call or has no opinion. The strictest ruling of all policies wins. */
export interface Policy {
  name: string;
  judge(call: PolicyCall, facts: PolicyFacts): Ruling | undefined;
}

export function definePolicy(policy: Policy): Policy {
  return policy;
}

/** What is known without loading the file; generated. */
export interface PolicyEntry {
  name: string;
  load(): Promise<{ default: Policy }>;
}

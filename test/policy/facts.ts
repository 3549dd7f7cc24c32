import type { PolicyCall, PolicyFacts } from "../../src/contract/policy.ts";
import { readScript } from "../../src/policy/read-script.ts";

/** What the policy goes by in a box with nobody there and no rules, but for what is given. */
export function factsOf(given: Partial<PolicyFacts> = {}): PolicyFacts {
  return {
    confined: true,
    boxless: false,
    allowedHosts: [],
    mode: "auto",
    yes: false,
    attended: false,
    workspace: "/srv/project",
    userHome: "/home/me",
    stateDir: "/home/me/.fettle",
    rules: [],
    ...given,
  };
}

/** A call of the shell tool, read as a thread reads it. */
export function shellCall(script: string, folder?: string): PolicyCall {
  return {
    tool: "shell",
    effect: "execute",
    paths: [],
    hosts: [],
    script,
    ...(folder !== undefined && { folder }),
    shell: readScript(script, factsOf()),
  };
}

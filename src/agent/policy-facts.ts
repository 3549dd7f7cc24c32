import { homedir } from "node:os";
import { type Config, projectFile } from "../config/load.ts";
import type { PolicyFacts, Rule } from "../contract/policy.ts";
import type { Environment } from "../contract/provider.ts";
import type { Past } from "./past.ts";
import { answerFact } from "./ruling.ts";

export interface Situation {
  config: Config;
  env: Environment;
  workspace: string;
  attended: boolean;
  confined: boolean;
  rules: readonly Rule[];
  past: Past | undefined;
}

/** What the policy goes by in this process. */
export function policyFactsOf({ config, env, workspace, attended, confined, rules, past }: Situation): PolicyFacts {
  const { settings, origins, home } = config;
  return {
    confined,
    boxless: !confined && settings.sandbox !== "auto" && !origins.sandbox.startsWith(`${projectFile(workspace)}:`),
    allowedHosts: settings["network.allow"],
    mode: settings.mode,
    yes: settings.yes,
    attended,
    workspace,
    userHome: userHomeOf(env),
    stateDir: home,
    rules: [...rules, ...answersOf(past)],
  };
}

export function userHomeOf(env: Environment): string {
  return env["HOME"] ?? homedir();
}

/** What was answered for the rest of the thread. Answers in the user's rules are read from there, as long as they stand there. */
function answersOf(past: Past | undefined): Rule[] {
  const facts = [...(past?.state.facts ?? [])].filter(([name]) => name.startsWith(answerFact));
  return facts.flatMap(([, rules]) => rules as Rule[]).filter(({ tier }) => tier === "thread");
}

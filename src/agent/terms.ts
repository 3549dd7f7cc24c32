import type { Condition } from "../contract/check.ts";
import type { ModelTraits } from "../contract/model.ts";
import type { PolicyFacts } from "../contract/policy.ts";
import { entries as tools } from "../tools/index.gen.ts";
import { policyFactsOf, type Situation } from "./policy-facts.ts";

/**
 * What a process works on a thread under, recorded as the fact `terms` when it opens the thread: a part of the record,
 * because the same calls would be ruled on differently under others.
 */
export interface Terms extends PolicyFacts {
  /** Names of the tools that the model is offered. */
  tools: readonly string[];
  /** Commands of `--check`: they hold for a process that resumes the thread, too, when it is given none. */
  checks: readonly string[];
  /** What the work is held against besides: as with `checks`. Absent when there is nothing. */
  conditions?: readonly Condition[];
  /** Nothing is worked on: what the thread has done before, or what lies between a commit and the workspace, is judged. `again`: by the contract of its last verdict. */
  judges?: { work: "thread"; again: boolean } | { work: "base"; commit: string };
  /** Model calls a turn may take. */
  maxSteps: number;
  /** Times that failing checks go back to the model. */
  checkRounds: number;
  /** JSON Schema that the final answer must fit. */
  answerSchema?: Readonly<Record<string, unknown>>;
}

export interface Agreement extends Situation {
  traits: ModelTraits;
  /** Of this process. */
  conditions: readonly Condition[];
  answerSchema: Readonly<Record<string, unknown>> | undefined;
  judges: { work: "thread" } | { work: "base"; commit: string } | undefined;
}

/** What an earlier process agreed on holds where this one was given nothing else. */
export function termsOf({ traits, conditions: given, answerSchema, judges, ...situation }: Agreement): Terms {
  const { config, past } = situation;
  const { settings } = config;
  const earlier = past?.state.facts.get("terms") as Terms | undefined;
  const conditions = given.length > 0 ? given : (earlier?.conditions ?? []);
  const checks = settings.checks.length > 0 ? settings.checks : (earlier?.checks ?? []);
  return {
    ...policyFactsOf(situation),
    tools: tools.filter((tool) => tool.edits === undefined || tool.edits === traits.edits).map((tool) => tool.name),
    checks,
    ...(conditions.length > 0 && { conditions }),
    ...(judges?.work === "base" && { judges }),
    ...(judges?.work === "thread" && { judges: { work: "thread", again: JSON.stringify(checks) === JSON.stringify(earlier?.checks) } }),
    maxSteps: settings.max_steps,
    checkRounds: settings.check_rounds,
    ...(answerSchema !== undefined && { answerSchema }),
  };
}

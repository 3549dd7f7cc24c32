import type { PolicyFacts } from "../contract/policy.ts";

/**
 * What a process works on a thread under, recorded as the fact `terms` when it opens the thread: a part of the record,
 * because the same calls would be ruled on differently under others.
 */
export interface Terms extends PolicyFacts {
  /** Names of the tools that the model is offered. */
  tools: readonly string[];
  /** Commands of `--check`: they hold for a process that resumes the thread, too, when it is given none. */
  checks: readonly string[];
  /** Model calls a turn may take. */
  maxSteps: number;
  /** Times that failing checks go back to the model. */
  checkRounds: number;
  /** JSON Schema that the final answer must fit. */
  answerSchema?: Readonly<Record<string, unknown>>;
}

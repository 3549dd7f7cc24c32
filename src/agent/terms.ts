import type { Condition } from "../contract/check.ts";
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

/**
 * Every error a person can meet has a stable code. The code decides the exit code of a headless run
 * and is what scripts and documentation refer to; the wording may change, the code may not.
 */

/** Exit codes of the command line. Documented in docs/exit-codes.md; never renumbered. */
export const exitCodes = {
  verified: 0,
  internal: 1,
  usage: 2,
  unverified: 3,
  checksFailed: 4,
  denied: 5,
  budget: 6,
  model: 7,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** code → the exit code it ends a headless run with, and what it means. */
export const errorCodes = {
  "usage.invalid": { exit: exitCodes.usage, means: "The command line is not one that Fettle understands." },
  "config.invalid": { exit: exitCodes.usage, means: "A setting has a wrong name, type or value." },
  "workspace.missing": { exit: exitCodes.usage, means: "The folder to work in does not exist or cannot be used." },
  "thread.missing": { exit: exitCodes.usage, means: "No thread has this id." },
  "thread.busy": { exit: exitCodes.usage, means: "Another process is writing to this thread." },
  "log.corrupt": { exit: exitCodes.internal, means: "A thread's log cannot be read as it should be." },
  "log.disk": { exit: exitCodes.internal, means: "The log or its index could not be written: the disk is full or failing." },
  "sandbox.unavailable": { exit: exitCodes.usage, means: "Commands cannot be confined on this machine." },
  "sandbox.outside": { exit: exitCodes.denied, means: "A path leads out of the workspace." },
  "sandbox.failed": { exit: exitCodes.internal, means: "The sandbox broke while a command ran." },
  "store.disk": { exit: exitCodes.internal, means: "The disk is full: a transaction was not committed, and the workspace is as before." },
  "store.busy": { exit: exitCodes.internal, means: "Another process is committing to the same folder and does not finish." },
  "store.failed": { exit: exitCodes.internal, means: "A transaction could not be committed or undone, and the workspace is as before." },
  "store.missing": { exit: exitCodes.usage, means: "The undo store has no such checkpoint or quarantine." },
  "policy.denied": { exit: exitCodes.denied, means: "A rule forbids this, or nobody was there to allow it." },
  "budget.reached": { exit: exitCodes.budget, means: "The money, token or time budget does not cover the next call." },
  "model.none": { exit: exitCodes.usage, means: "No model is configured." },
  "model.unknown": { exit: exitCodes.usage, means: "The model's name names no provider." },
  "model.key-missing": { exit: exitCodes.usage, means: "The provider needs a key and none was found." },
  "model.unauthorized": { exit: exitCodes.model, means: "The provider refused the key." },
  "model.refused": { exit: exitCodes.model, means: "The provider rejected the request as malformed or not permitted." },
  "model.overflow": { exit: exitCodes.model, means: "The request is larger than the model's context window." },
  "model.overloaded": { exit: exitCodes.model, means: "The provider is overloaded or limits the rate of requests." },
  "model.unavailable": { exit: exitCodes.model, means: "The provider answered with a server error." },
  "model.unreachable": { exit: exitCodes.model, means: "The provider could not be reached." },
  "model.truncated": { exit: exitCodes.model, means: "The answer ended before its terminal event." },
  "model.silent": { exit: exitCodes.model, means: "The provider sent nothing for too long." },
  "model.malformed": { exit: exitCodes.model, means: "The provider sent something that is not its own protocol." },
  "agent.stuck": { exit: exitCodes.checksFailed, means: "The agent repeats itself without progress." },
  "agent.steps": { exit: exitCodes.checksFailed, means: "The limit on steps was reached." },
  "turn.interrupted": { exit: exitCodes.interrupted, means: "Somebody interrupted the turn." },
  "replay.diverged": { exit: exitCodes.internal, means: "The replay did not produce the recorded events." },
  "proof.broken": { exit: exitCodes.checksFailed, means: "A proof is not signed by this key, or its log does not say what it says." },
  internal: { exit: exitCodes.internal, means: "A defect in Fettle." },
} as const satisfies Record<string, { exit: ExitCode; means: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** How an error travels in events and JSON output. */
export interface ErrorFacts {
  code: ErrorCode;
  message: string;
  /** Where: `file:line`, a URL, a setting's name. */
  at?: string;
  /** What to do about it, in one sentence. */
  hint?: string;
}

/**
 * An error that its reader can act on: what happened (`message`), where (`at`), what to do (`hint`).
 * A defect is a plain `Error`, never this class.
 */
export class FettleError extends Error {
  override readonly name = "FettleError";
  readonly code: ErrorCode;
  readonly at?: string;
  readonly hint?: string;

  constructor(code: ErrorCode, message: string, facts: { at?: string; hint?: string; cause?: unknown } = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    if (facts.at !== undefined) this.at = facts.at;
    if (facts.hint !== undefined) this.hint = facts.hint;
  }

  get exitCode(): ExitCode {
    return errorCodes[this.code].exit;
  }
}

/** The facts of anything thrown; what is not a `FettleError` is a defect and becomes `internal`. */
export function toErrorFacts(error: unknown): ErrorFacts {
  if (error instanceof FettleError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.at === undefined ? {} : { at: error.at }),
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  }
  return { code: "internal", message: error instanceof Error ? error.message : String(error) };
}

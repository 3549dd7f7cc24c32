/**
 * Everything a turn cannot compute from its log: the model, the effects of tools, the checks, the people.
 * The live world does these things; the recorded one has them from a log, which is what makes a replay possible.
 */
import type { Matcher, Ruling } from "../contract/policy.ts";
import type { BlobRef, Connection, EventBody, Finding, Receipt, StoredPart } from "../contract/event.ts";
import type { Check, ConditionOutcome } from "../contract/check.ts";
import type { ModelEvent, ModelReply, ModelRequest, Usage } from "../contract/model.ts";
import type { PlanItem, Tool, ToolEntry } from "../contract/tool.ts";
import type { ErrorFacts } from "../contract/error.ts";
import type { DiffSize } from "../verify/diff-size.ts";
import type { RedGreen } from "../verify/red-green/try-tests.ts";

export type ModelDelta = Extract<ModelEvent, { type: "delta" }>;

/** A call that has been understood and may now be judged and run. */
export interface ReadyCall {
  id: string;
  entry: ToolEntry;
  tool: Tool;
  input: unknown;
}

/** What a transaction did to the workspace, in the words of the log. */
export interface Transacted {
  committed?: Omit<EventBody<"transaction.committed">, "type" | "turn" | "item">;
  quarantined?: Omit<EventBody<"transaction.quarantined">, "type" | "turn" | "item">;
  connections?: Connection[];
}

export interface CallOutcome extends Transacted {
  ok: boolean;
  parts: StoredPart[];
  /** The whole output when `parts` hold only some of it. */
  full?: BlobRef;
  ms: number;
  /** Of a command that has ended by itself. */
  exitCode?: number;
  /** The item whose recorded result this is. */
  repeats?: string;
  /** The plan the call set, if it did. */
  plan?: readonly PlanItem[];
}

/** What a call runs into that a person has to answer. */
export interface CallQuestion {
  question: string;
  /** That asks. */
  rule: string;
  requestHash: string;
}

/** Puts a question to a person while a call runs, one after the other; undefined when `signal` went off before there was an answer. */
export type AskDuring = (question: CallQuestion, signal: AbortSignal) => Promise<"allow" | "deny" | undefined>;

/** What a call wants to know of a person. */
export interface AskedQuestion {
  text: string;
  choices: readonly string[];
}

/** Puts a call's question to a person; undefined when there is no answer. */
export type AskPerson = (question: AskedQuestion) => Promise<string | undefined>;

export interface PersonsAnswer {
  answer: string;
  by: string;
}

/** A command that a person wants to be run for them. */
export interface OwnCommand {
  /** As it is run. */
  script: string;
  /** As it is recorded and told to the model: without secrets. */
  shown: string;
}

export interface RepairProposal {
  repairer: string;
  reasons: readonly string[];
  /** Path → new content. */
  edits: ReadonlyMap<string, string>;
  /** Content hashes of the files it changes. */
  before: Record<string, string | null>;
  /** How many there are without it and with it. Absent where an earlier version has recorded it. */
  diagnostics?: { before: number; after: number };
}

export interface Reserved {
  /** What the model may write at most. */
  maxOutputTokens: number;
  tokens: number;
  usd: number | null;
  bytes: number;
}

/** Why an attempt failed. `answered`: while it was answered, so that it may have been charged for. */
export interface AttemptError extends ErrorFacts {
  answered?: true;
}

export interface SentReply extends ModelReply {
  usd: number | null;
}

/** What a request takes of the model's window. */
export interface Weight {
  tokens: number;
  /** `summarise`: it fits, and it is time to prepare for when it does not. */
  action: "send" | "summarise" | "compact";
  /** Whether a model may be asked to sum up. */
  summarises: boolean;
  /** Characters there may be at most of each when the conversation is compacted. */
  limits: { facts: number; prose: number; kept: number };
}

/** What has become of a summary. */
export type SummaryEnd = { text: string; usage: Usage; usd: number | null; ms: { first: number; total: number } } | { error: AttemptError };

export interface RunHooks {
  signal: AbortSignal;
  onOutput(text: string): void;
  /** For what needs a person's leave while the call runs. */
  ask: AskDuring;
  /** For what only a person knows. */
  question: AskPerson;
}

type DecidedCode = NonNullable<EventBody<"approval.decided">["code"]>;

export interface World {
  /** Sets aside what the request can cost at most. Throws `budget.reached`. */
  reserve(request: ModelRequest): Promise<Reserved>;
  /** Sends what was reserved last. */
  send(
    request: ModelRequest,
    hooks: {
      signal: AbortSignal;
      onDelta(delta: ModelDelta): void;
      onRetry(retry: { attempt: number; error: AttemptError; delayMs: number }): void;
      /** The request is on its way: time for what else has to be done. A recorded world has no such time. */
      onSent(): void;
      /** Ids that calls of the reply must not have, besides those in the request. */
      taken: ReadonlySet<string>;
    },
  ): Promise<SentReply>;
  /** What is to be done before the request is sent. `overflowed`: its server has just said that it is too large. */
  weigh(request: ModelRequest, options: { overflowed: boolean }): Promise<Weight>;
  /** Tokens that the request has, estimated. */
  measure(request: ModelRequest): Promise<number>;
  /** Takes a person's wish to have the conversation compacted. */
  compactionAsked(): boolean;
  /** Begins to ask for a summary, beside the turn and out of the same budget, after `onReserved` has been told what that may cost. Throws `budget.reached`. */
  summarise(request: ModelRequest, hooks: { signal: AbortSignal; onReserved(reserved: Reserved): void }): Promise<void>;
  /** Takes what has become of the summary; undefined while it is being made. With `until` it is waited for, until that is aborted. */
  summary(options: { until?: AbortSignal }): Promise<SummaryEnd | undefined>;
  /** What is on record about what a turn was asked; undefined when nothing is. */
  remind(asked: string): Promise<string | undefined>;
  /** A call is about to begin. In a recorded world this interrupts the turn where somebody had done so by then. */
  reach(item: string): void;
  /** Content hashes of the files that a writing call touches, before it runs; undefined for calls that write nothing. */
  before(call: ReadyCall): Promise<Record<string, string | null> | undefined>;
  run(call: ReadyCall, hooks: RunHooks): Promise<CallOutcome>;
  /** Puts an `ask` ruling to a person. */
  approve(request: {
    approval: string;
    call: ReadyCall;
    ruling: Ruling;
    requestHash: string;
    /** What an answer can be kept for; empty when it cannot. */
    storable: readonly Matcher[];
    signal: AbortSignal;
  }): Promise<{ decision: "allow" | "deny"; by: string; reason: string; code?: DecidedCode; remember?: "thread" | "user" }>;
  /** Puts the question of a call to a person, who is there; undefined when the turn had ended before there was an answer. */
  answer(request: { question: string; signal: AbortSignal }): Promise<PersonsAnswer | undefined>;
  /** The checks that decide whether the work is done. */
  findChecks(): Promise<Check[]>;
  /** Ids of those that the project's files now make do something else than when they were found. */
  changedChecks(contract: readonly Check[]): Promise<readonly string[]>;
  /** What the harness finds of the work without running anything. */
  conditions(): Promise<readonly ConditionOutcome[]>;
  /** What in the work weakens what proves it: in the changes of the thread up to now. */
  findings(evidence: { contract: readonly Check[]; baseline: readonly Receipt[]; final: readonly Receipt[] }): Promise<readonly Finding[]>;
  /** How much text the work has changed; undefined when it has changed none. */
  sizeOfWork(): Promise<DiffSize | undefined>;
  /** Tries the tests that the thread has added or changed, without its work and with it; undefined when there are none to be tried. */
  tryNewTests(
    evidence: { contract: readonly Check[]; baseline: readonly Receipt[]; final: readonly Receipt[]; answer: string },
    signal: AbortSignal,
  ): Promise<RedGreen | undefined>;
  check(check: Check, phase: Receipt["phase"], signal: AbortSignal): Promise<Receipt>;
  treeHash(): Promise<string>;
  /** Whether a repair could have something to do; cheap. */
  mayRepair(): Promise<boolean>;
  /** Repairs that would help now, not yet applied, of what checks of these kinds are about; undefined when nothing is broken or nothing helps. */
  proposeRepair(signal: AbortSignal, kinds?: ReadonlySet<Check["proves"]>): Promise<RepairProposal | undefined>;
  applyRepair(proposal: RepairProposal, item: string): Promise<CallOutcome>;
  /** Takes the prompts that arrived while the turn ran. */
  steering(): StoredPart[][];
  /** Takes the prompt that a turn is to begin with; undefined when none waits. */
  nextPrompt(): StoredPart[] | undefined;
  /** Whether a prompt waits, in place of which a turn that was cut off is not gone on with. */
  promptWaits(): boolean;
  /** Takes the next command of a person's own, in this turn or between turns; undefined when none waits. */
  ownCommand(turn: number | undefined): Promise<OwnCommand | undefined>;
}

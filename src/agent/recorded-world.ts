import type { Check, ConditionOutcome } from "../contract/check.ts";
import { type ErrorCode, FettleError } from "../contract/error.ts";
import type { Connection, Event, Finding } from "../contract/event.ts";
import type { OutputItem } from "../contract/model.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import type { RedGreen } from "../verify/red-green/try-tests.ts";
import { type Tape, TapeEnd } from "./tape.ts";
import { NOT_RUN } from "./item-run.ts";
import { readInput } from "./storage.ts";
import { GIVEN_UP } from "./thread.ts";
import type { CallOutcome, RepairProposal, RunHooks, World } from "./world.ts";

export interface RecordedWorldOptions {
  tape: Tape;
  blobs: ThreadBlobs;
  /** Interrupts the turn, as somebody did when it was recorded, or the clock. */
  interrupt(cause: Error): void;
}

/** A world in which everything happens as it was recorded. Nothing is asked, run or written. */
export function createRecordedWorld({ tape, blobs, interrupt }: RecordedWorldOptions): World {
  /** How the turn ended where the recording has nothing more of what was begun. */
  function breakOff(): never {
    const ending = tape.restOfTurn().at(-1);
    if (ending?.type === "turn.interrupted") interrupt(new Error(ending.reason));
    if (ending?.type === "turn.failed") throw failureOf(ending, tape);
    throw new TapeEnd();
  }

  /** What the call had to ask on its way. */
  async function askAgain(id: string, { ask, question }: Pick<RunHooks, "ask" | "question">): Promise<void> {
    for (let asked = tape.next; asked !== undefined && "item" in asked && asked.item === id; asked = tape.next) {
      if (asked.type === "question.asked") await question({ text: await blobs.load(asked.text), choices: asked.choices });
      else if (asked.type === "approval.requested") await ask(asked, new AbortController().signal);
      else return;
    }
  }

  /** Interrupts the turn with the reason that it ended with; where its process was killed first, nobody can tell. */
  function interruptAsRecorded(): void {
    const ending = tape.restOfTurn().at(-1);
    if (ending?.type === "turn.failed") interrupt(failureOf(ending, tape));
    else interrupt(new Error(ending?.type === "turn.interrupted" ? ending.reason : ""));
  }

  /** Ids of receipts. */
  const given = new Set<string>();

  return {
    async reserve() {
      const started = tape.next;
      if (started?.type !== "step.started") return breakOff();
      return { maxOutputTokens: 1, bytes: started.requestBytes, ...started.reserved };
    },

    async send(_request, { onRetry }) {
      while (tape.next?.type === "step.retried") {
        const { attempt, error, delayMs } = tape.next;
        onRetry({ attempt, error: { ...error, code: error.code as ErrorCode }, delayMs });
      }
      if (nextCompaction(tape)?.cause === "overflow") throw new FettleError("model.overflow", "The request is too large");
      const completed = tape.next;
      if (completed?.type !== "step.completed") return breakOff();
      const { stop, usage, usd, ms, attempts } = completed;
      return { items: await outputOf(completed, blobs), stop, usage, usd, ms, attempts };
    },

    async weigh(_request, { overflowed: isTooLarge }) {
      const { next } = tape;
      const summarises = next?.type === "summary.started";
      const compacted = nextCompaction(tape);
      if (compacted !== undefined) {
        const { cause, tokens, limits } = compacted;
        return { tokens: tokens.before, action: cause === "asked" ? "send" : "compact", summarises, limits };
      }
      if (!isTooLarge && !summarises && next?.type !== "step.started") return breakOff();
      return { tokens: 0, action: summarises ? "summarise" : "send", summarises, limits: { facts: 0, prose: 0, kept: 0 } };
    },

    measure: async () => (tape.next?.type === "context.compacted" ? tape.next.tokens.after : breakOff()),

    compactionAsked: () => nextCompaction(tape)?.cause === "asked",

    async summarise(_request, { onReserved }) {
      const { next } = tape;
      if (next?.type !== "summary.started") return breakOff();
      onReserved({ maxOutputTokens: 1, bytes: next.requestBytes, ...next.reserved });
    },

    async summary() {
      const { next } = tape;
      if (next?.type === "summary.failed") return { error: { ...next.error, code: next.error.code as ErrorCode } };
      if (next?.type !== "summary.completed") return undefined;
      const { text, usage, usd, ms } = next;
      return { text: await blobs.load(text), usage, usd, ms };
    },

    async remind() {
      const { next } = tape;
      const [part] = next?.type === "prompt.admitted" && next.about === "memory" ? next.parts : [];
      return part?.type === "text" ? await blobs.load(part.text) : undefined;
    },

    reach(id) {
      const completed = tape.ahead("item.completed", ({ item }) => item === id);
      const [part] = completed?.parts ?? [];
      const isRuledOn = tape.ahead("policy.decided", ({ item }) => item === id) !== undefined;
      if (!isRuledOn && part?.type === "text" && part.text === NOT_RUN) interruptAsRecorded();
    },

    before: async ({ id }) => tape.ahead("item.started", ({ item }) => item === id)?.before,

    async run({ id }, hooks) {
      await askAgain(id, hooks);
      const completed = tape.ahead("item.completed", ({ item }) => item === id);
      if (completed === undefined) return breakOff();
      const ending = tape.restOfTurn();
      const later = ending.slice(ending.indexOf(completed) + 1);
      // Nothing was begun after this call: the interruption came while it ran.
      const last = later.at(-1);
      if (last?.type === "turn.interrupted" && !later.some(({ type }) => BEGINNINGS.has(type))) interrupt(new Error(last.reason));
      return outcomeOf(completed, tape);
    },

    async approve({ approval }) {
      const decided = tape.ahead("approval.decided", (event) => event.approval === approval);
      if (decided === undefined) return breakOff();
      const { decision, by, reason, code, remember } = decided;
      if (code === "interrupted") interruptAsRecorded();
      return { decision, by, reason, ...(code !== undefined && { code }), ...(remember !== undefined && { remember }) };
    },

    async answer({ question }) {
      const answered = tape.ahead("question.answered", (event) => event.question === question);
      if (answered === undefined) return breakOff();
      const { answer, by } = answered;
      return answer === undefined ? undefined : { answer: await blobs.load(answer), by };
    },

    async findChecks() {
      // It is recorded with the baseline: without one, the turn ended before that.
      const contract = tape.ahead("fact.recorded", ({ fact }) => fact === "contract");
      return contract === undefined ? breakOff() : (contract.value as Check[]);
    },

    async changedChecks() {
      const { next } = tape;
      return next?.type === "fact.recorded" && next.fact === "changed-checks" ? (next.value as string[]) : [];
    },

    async conditions() {
      const { next } = tape;
      return next?.type === "fact.recorded" && next.fact === "conditions" ? (next.value as ConditionOutcome[]) : [];
    },

    async findings() {
      const { next } = tape;
      return next?.type === "fact.recorded" && next.fact === "findings" ? (next.value as Finding[]) : [];
    },

    sizeOfWork: async () => (tape.next?.type === "verdict.reached" ? tape.next.diff : undefined),

    async tryNewTests() {
      const receipts = tape.run(isTrial).map((event) => (event as Event<"check.completed">).receipt);
      const fact = tape.restOfTurn()[receipts.length];
      if (fact?.type === "fact.recorded" && fact.fact === "red-green") return { ...(fact.value as Omit<RedGreen, "receipts">), receipts };
      return receipts.length === 0 ? undefined : { receipts, findings: [], uncovered: [] };
    },

    async check({ id }, phase) {
      // All of a phase are recorded after the last has run: of two runs of one check the second is not the first once more.
      const isAsked = ({ receipt }: Event<"check.completed">) => receipt.check === id && receipt.phase === phase;
      const completed =
        tape.ahead("check.completed", (event) => isAsked(event) && !given.has(event.receipt.id)) ?? tape.ahead("check.completed", isAsked);
      if (completed === undefined) return breakOff();
      given.add(completed.receipt.id);
      return completed.receipt;
    },

    async treeHash() {
      const evidence = tape
        .restOfTurn()
        .find((event) => (event.type === "check.completed" && !isTrial(event)) || event.type === "verdict.reached");
      if (evidence?.type === "check.completed") return evidence.receipt.treeBefore;
      return evidence?.type === "verdict.reached" ? evidence.tree : breakOff();
    },

    async mayRepair() {
      const { next } = tape;
      return next?.type === "check.completed" || (next?.type === "fact.recorded" && next.fact === "contract") || isRepair(next);
    },

    async proposeRepair() {
      const { next } = tape;
      if (!isRepair(next)) return undefined;
      const { reasons, diagnostics } = next.input as Pick<RepairProposal, "reasons" | "diagnostics">;
      return { repairer: next.name, reasons, edits: new Map(), before: next.before ?? {}, ...(diagnostics && { diagnostics }) };
    },

    async applyRepair() {
      const completed = tape.ahead("item.completed", ({ kind }) => kind === "repair");
      return completed === undefined ? breakOff() : outcomeOf(completed, tape);
    },

    steering() {
      const steered = tape.run((event) => event.type === "prompt.admitted" && event.by === "steer");
      return steered.map((event) => (event as Event<"prompt.admitted">).parts);
    },

    nextPrompt() {
      const { next } = tape;
      return isPrompt(next) ? next.parts : undefined;
    },

    promptWaits() {
      const [first, second] = tape.restOfTurn();
      const begun = first?.type === "turn.started" ? second : first;
      return isPrompt(first) || (begun?.type === "turn.interrupted" && begun.reason === GIVEN_UP);
    },

    async ownCommand(turn) {
      const begun = tape.restOfTurn().find((event) => !isBaseline(event));
      if (begun?.type !== "item.started" || begun.kind !== "user" || begun.turn !== turn) return undefined;
      const { script } = (await readInput(begun.input, blobs)) as { script: string };
      return { script, shown: script };
    },
  };
}

/** The compaction that comes before anything else but the summary that is made for it: one made beside the turn is followed by a step. */
function nextCompaction(tape: Tape): Event<"context.compacted"> | undefined {
  const { next } = tape;
  const first = next !== undefined && SUMMARY.has(next.type) ? tape.restOfTurn().find(({ type }) => !SUMMARY.has(type)) : next;
  return first?.type === "context.compacted" ? first : undefined;
}

const SUMMARY: ReadonlySet<Event["type"]> = new Set<Event["type"]>(["summary.started", "summary.completed", "summary.failed"]);

/** What begins something that an interruption would have kept from beginning. */
const BEGINNINGS: ReadonlySet<Event["type"]> = new Set<Event["type"]>(["policy.decided", "step.started", "turn.started"]);

function isPrompt(event: Event | undefined): event is Event<"prompt.admitted"> {
  return event?.type === "prompt.admitted" && event.by === "user";
}

/** What comes before the first effect of a turn. */
function isBaseline(event: Event): boolean {
  return event.type === "check.completed"
    ? event.receipt.phase === "baseline"
    : event.type === "fact.recorded" && event.fact === "contract";
}

/** Of a check that ran on another tree than the workspace's. */
function isTrial(event: Event): boolean {
  return event.type === "check.completed" && TRIALS.has(event.receipt.phase);
}

const TRIALS: ReadonlySet<string> = new Set(["red", "green", "reverted", "former"]);

function isRepair(event: Event | undefined): event is Event<"item.started"> {
  return event?.type === "item.started" && event.kind === "repair";
}

function failureOf({ error }: Event<"turn.failed">, tape: Tape): FettleError {
  const { code, message, at, hint } = error;
  const failure = new FettleError(code as ErrorCode, message, { ...(at !== undefined && { at }), ...(hint !== undefined && { hint }) });
  const reached = tape.ahead("budget.reached");
  if (reached === undefined) return failure;
  const { budget, limit, used, needed } = reached;
  return Object.assign(failure, { budget, limit, used, needed });
}

async function outputOf({ output }: Event<"step.completed">, blobs: ThreadBlobs): Promise<OutputItem[]> {
  return (Array.isArray(output) ? output : JSON.parse((await blobs.get(output.blob)).toString("utf8"))) as OutputItem[];
}

/** Without the envelope. */
function toConnection(event: Event): Connection {
  const {
    v: _v,
    seq: _seq,
    at: _at,
    thread: _thread,
    turn: _turn,
    prev: _prev,
    type: _type,
    item: _item,
    ...connection
  } = event as Event<"connection.judged">;
  return connection;
}

function outcomeOf({ item, ok, parts, full, ms, exitCode }: Event<"item.completed">, tape: Tape): CallOutcome {
  const committed = tape.ahead("transaction.committed", (event) => event.item === item);
  const quarantined = tape.ahead("transaction.quarantined", (event) => event.item === item);
  const connections = tape.restOfTurn().filter((event) => event.type === "connection.judged" && event.item === item);
  const rest = tape.restOfTurn();
  const index = rest.findIndex((event) => event.type === "item.completed" && event.item === item);
  const before = rest[index - 1];
  const plan = before?.type === "fact.recorded" && before.fact === "plan" ? (before.value as CallOutcome["plan"]) : undefined;
  return {
    ok,
    parts,
    ms,
    ...(exitCode !== undefined && { exitCode }),
    ...(committed !== undefined && { committed }),
    ...(quarantined !== undefined && { quarantined }),
    ...(connections.length > 0 && { connections: connections.map(toConnection) }),
    ...(full !== undefined && { full }),
    ...(plan !== undefined && { plan }),
  };
}

/** A thread that is open: one log, one box, one model, and turns one after the other. */
import type { Check } from "../contract/check.ts";
import type { Command } from "../contract/command.ts";
import { FettleError } from "../contract/error.ts";
import type { StoredPart } from "../contract/event.ts";
import type { ModelRequest, Part } from "../contract/model.ts";
import type { Policy, Rule } from "../contract/policy.ts";
import type { ToolEntry } from "../contract/tool.ts";
import type { RedGreen } from "../verify/red-green/try-tests.ts";
import { Conversation } from "../context/conversation.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { type ThreadState, threadState } from "../log/folds/state.ts";
import { type Work, work } from "../log/folds/work.ts";
import { entries as toolEntries } from "../tools/index.gen.ts";
import type { Aftermath } from "./aftermath.ts";
import type { Inbox } from "./inbox.ts";
import { storePart } from "./live-tools.ts";
import { recover } from "./recover.ts";
import type { Recorder } from "./recorder.ts";
import { type Listener } from "./recorder.ts";
import type { Past } from "./past.ts";
import { answerFact } from "./ruling.ts";
import type { Terms } from "./terms.ts";
import { readStored } from "./storage.ts";
import { runTurn, type TurnOutcome } from "./turn.ts";
import { Verification } from "./verification.ts";
import type { World } from "./world.ts";

export interface ThreadParts {
  id: string;
  blobs: ThreadBlobs;
  world: World;
  inbox: Inbox;
  policies: readonly Policy[];
  /** `name` is `provider/model`, `id` the vendor's own. Undefined works without a model. */
  model: { name: string; id: string; maxOutputTokens: number; effort: ModelRequest["effort"] } | undefined;
  system: string;
  terms: Terms;
  /** What is wrong with a final answer; undefined when nothing is. */
  validateAnswer(text: string): string | undefined;
  /** Milliseconds a turn may take. */
  turnMs: number | null;
  past: Past | undefined;
  aftermath: Aftermath;
  /** Takes secrets out of prompts. */
  redact(text: string): string;
  close(): Promise<void>;
}

interface TurnToDo {
  prompt: string;
  turn: number;
  /** Whether it has been begun. */
  state: "new" | "open";
}

export class Thread implements AsyncDisposable {
  readonly id: string;
  readonly #parts: ThreadParts;
  readonly #recorder: Recorder;
  readonly #conversation: Conversation;
  readonly #tools: readonly ToolEntry[];
  /** The conversation takes events in one after the other. */
  #folding: Promise<void> = Promise.resolve();
  #state: ThreadState;
  #done: Work;
  /** Rules of answers that this process was given. */
  #answered: readonly Rule[] = [];
  #nextPrompt = 1;
  #working: Promise<unknown> = Promise.resolve();
  #atWork = false;
  /** Why the turn that is about to begin is to end at once. */
  #interruptedEarly: string | undefined;
  #interrupt: AbortController | undefined;

  constructor(parts: ThreadParts, recorder: Recorder) {
    const { blobs, terms, past } = parts;
    const stored = readStored(blobs);
    this.id = parts.id;
    this.#parts = parts;
    this.#recorder = recorder;
    this.#conversation = past?.conversation ?? new Conversation(stored);
    this.#tools = toolEntries.filter((tool) => terms.tools.includes(tool.name));
    this.#state = past?.state ?? threadState.start();
    this.#done = past?.work ?? work.start();
    recorder.listen((event) => {
      if (event.type === "item.delta") return;
      this.#state = threadState.step(this.#state, event);
      this.#done = work.step(this.#done, event);
      if (event.type === "fact.recorded" && event.fact.startsWith(answerFact))
        this.#answered = [...this.#answered, ...(event.value as Rule[])];
      if (!Conversation.concerns(event)) return;
      this.#folding = this.#folding.then(() => this.#conversation.apply(event));
      // Whoever asks for the entries meets the error.
      this.#folding.catch(() => {});
    });
  }

  listen(listener: Listener): () => void {
    return this.#recorder.listen(listener);
  }

  /** Takes a command; prompts are worked on by `work`. */
  submit(command: Command): void {
    switch (command.type) {
      case "prompt.submit": {
        const parts = this.#store([
          { type: "text", text: this.#parts.redact(command.text) },
          ...(command.images ?? []).map((image): Part => ({ type: "image", ...image })),
        ]);
        if (this.#interrupt !== undefined && command.delivery !== "queue") this.#parts.inbox.steer(parts);
        else this.#parts.inbox.queue(parts);
        return;
      }
      case "turn.interrupt":
        if (this.#interrupt !== undefined) this.#interrupt.abort(new Error(command.reason));
        else if (this.#atWork) this.#interruptedEarly = command.reason;
        return;
      case "approval.decide":
        this.#parts.inbox.decide(command);
    }
  }

  /** Works on what an earlier process left open, then on every waiting prompt. Resolves with the last outcome, undefined when there was nothing to do. */
  async work(): Promise<TurnOutcome | undefined> {
    // One after the other: a turn must not be worked on twice at the same time.
    const working = this.#working.catch(() => {}).then(() => this.#workOnce());
    this.#working = working;
    return await working;
  }

  async #workOnce(): Promise<TurnOutcome | undefined> {
    this.#atWork = true;
    try {
      return await this.#workOnAll();
    } finally {
      this.#atWork = false;
      this.#interruptedEarly = undefined;
    }
  }

  async #workOnAll(): Promise<TurnOutcome | undefined> {
    await this.#answerOpenCalls();
    let outcome = await this.#finishOpenTurns();
    for (let parts = this.#parts.inbox.next(); parts !== undefined; parts = this.#parts.inbox.next()) {
      await this.#answerOpenCalls();
      const prompt = `prompt-${this.#state.nextTurn}-${this.#nextPrompt++}`;
      this.#recorder.record({ type: "prompt.admitted", prompt, by: "user", parts });
      outcome = await this.#turn({ prompt, turn: this.#state.nextTurn, state: "new" });
    }
    return outcome;
  }

  async close(): Promise<void> {
    await this.#parts.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Answers the calls of a turn that broke off: a model must not be asked anything before they are. */
  async #answerOpenCalls(): Promise<void> {
    await this.#folding;
    const { turn, openItems } = this.#state;
    this.#recorder.turn = turn?.turn;
    await recover(
      { calls: this.#conversation.unanswered, intents: openItems },
      { recorder: this.#recorder, aftermath: this.#parts.aftermath },
    );
    this.#recorder.turn = undefined;
  }

  /** A turn that ended with its process goes on, and one that was not even begun is, unless a new prompt waits: it says what is wanted now. */
  async #finishOpenTurns(): Promise<TurnOutcome | undefined> {
    const { turn, waitingPrompts, nextTurn } = this.#state;
    const left = waitingPrompts.map(({ prompt }, index): TurnToDo => ({ prompt, turn: nextTurn + index, state: "new" }));
    if (turn?.state === "open") left.unshift({ prompt: turn.prompt, turn: turn.turn, state: "open" });
    let outcome: TurnOutcome | undefined;
    for (const open of left) {
      if (this.#parts.inbox.empty) outcome = await this.#turn(open);
      else this.#giveUp(open);
    }
    return outcome;
  }

  #giveUp({ prompt, turn, state }: TurnToDo): void {
    this.#recorder.turn = turn;
    if (state === "new") this.#recorder.record({ type: "turn.started", prompt });
    this.#recorder.record({ type: "turn.interrupted", reason: "The process ended before the turn did." });
    this.#recorder.turn = undefined;
  }

  async #turn({ prompt, turn, state }: TurnToDo): Promise<TurnOutcome> {
    const { blobs, world, policies, model, terms, turnMs, validateAnswer } = this.#parts;
    const interrupt = new AbortController();
    this.#interrupt = interrupt;
    if (this.#interruptedEarly !== undefined) interrupt.abort(new Error(this.#interruptedEarly));
    this.#interruptedEarly = undefined;
    this.#recorder.turn = turn;
    const stopClock = startClock(turnMs, interrupt);
    try {
      if (state === "new") this.#recorder.record({ type: "turn.started", prompt });
      return await runTurn(
        {
          recorder: this.#recorder,
          world,
          blobs,
          tools: this.#tools,
          policies,
          policyFacts: () => ({ ...terms, rules: [...terms.rules, ...this.#answered] }),
          model: model?.name,
          maxSteps: terms.maxSteps,
          verification: this.#verify(state),
          denied: state === "open" ? (this.#state.turn?.denied ?? 0) : 0,
          entries: async () => {
            await this.#folding;
            return this.#conversation.entries;
          },
          toRequest: (entries) => this.#request(entries),
          judgesOnly: terms.judges !== undefined,
          nextStep: () => this.#state.nextStep,
          validateAnswer,
        },
        interrupt.signal,
      );
    } finally {
      stopClock();
      this.#recorder.turn = undefined;
      this.#interrupt = undefined;
    }
  }

  /** A turn that an earlier process has begun keeps what that one agreed on and found, unless this one was given other checks. */
  #verify(state: TurnToDo["state"]): Verification {
    const { blobs, world, terms, past } = this.#parts;
    const options = {
      recorder: this.#recorder,
      world,
      stored: readStored(blobs),
      work: () => this.#done,
      asked: () => this.#state.asked,
      maxRounds: terms.checkRounds,
      accepted: past?.accepted ?? new Set<string>(),
    };
    if (past?.judged !== undefined && terms.judges?.work === "thread" && terms.judges.again) {
      const contract = past.state.facts.get("contract") as readonly Check[];
      const tried = (past.state.facts.get("red-green") as RedGreen | undefined) ?? { findings: [], uncovered: [] };
      return new Verification({ ...options, begun: { contract, baseline: past.judged.baseline }, judged: { ...past.judged, tried } });
    }
    if (past === undefined || state === "new" || past.baseline.length === 0) return new Verification(options);
    const earlier = past.state.facts.get("terms") as Terms | undefined;
    if (JSON.stringify(earlier?.checks) !== JSON.stringify(terms.checks)) return new Verification(options);
    const contract = past.state.facts.get("contract") as readonly Check[];
    return new Verification({ ...options, begun: { contract, baseline: past.baseline } });
  }

  #request(entries: ModelRequest["entries"]): ModelRequest {
    const { model, system, terms } = this.#parts;
    if (model === undefined) throw new Error("unreachable: a request without a model");
    return {
      model: model.id,
      system,
      tools: this.#specs,
      entries,
      maxOutputTokens: model.maxOutputTokens,
      cacheKey: this.id,
      ...(model.effort !== undefined && { effort: model.effort }),
      ...(terms.answerSchema !== undefined && { output: { name: "answer", schema: terms.answerSchema } }),
    };
  }

  get #specs(): ModelRequest["tools"] {
    return (this.#specsOnce ??= this.#tools.map(({ name, summary, schema }) => ({ name, description: summary, schema })));
  }
  #specsOnce: ModelRequest["tools"] | undefined;

  #store(parts: readonly Part[]): StoredPart[] {
    return parts.map((part) => storePart(part, this.#parts.blobs));
  }
}

/** Aborts the turn when its time is over. */
function startClock(turnMs: number | null, interrupt: AbortController): () => void {
  if (turnMs === null) return () => {};
  const startedAt = performance.now();
  const timer = setTimeout(() => {
    const used = Math.round(performance.now() - startedAt);
    const error = new FettleError("budget.reached", `The time budget of ${turnMs / 1000} s is over`, {
      at: "budget.time",
      hint: "Raise --budget-time or resume the thread.",
    });
    interrupt.abort(Object.assign(error, { budget: "time", limit: turnMs, used, needed: 0 }));
  }, turnMs);
  return () => clearTimeout(timer);
}

/** A thread that is open: one log, one box, one model, and turns one after the other. */
import type { Check } from "../contract/check.ts";
import type { Command } from "../contract/command.ts";
import { FettleError } from "../contract/error.ts";
import type { StoredPart } from "../contract/event.ts";
import type { ModelRequest, Part, Usage } from "../contract/model.ts";
import type { Mode, Policy, PolicyFacts } from "../contract/policy.ts";
import type { Jobs } from "../contract/sandbox.ts";
import type { ToolEntry } from "../contract/tool.ts";
import type { RedGreen } from "../verify/red-green/try-tests.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { entries as toolEntries } from "../tools/index.gen.ts";
import type { Aftermath } from "./aftermath.ts";
import type { Inbox, WaitingPrompt } from "./inbox.ts";
import { earlierRun, recordedEnd } from "./already-run.ts";
import type { ItemEnd } from "./item-run.ts";
import { runOwnCommand } from "./own-command.ts";
import { storePart } from "./live-tools.ts";
import { recover } from "./recover.ts";
import type { Recorder } from "./recorder.ts";
import { type Listener } from "./recorder.ts";
import type { Past } from "./past.ts";
import type { Terms } from "./terms.ts";
import { readStored } from "./storage.ts";
import { ThreadView } from "./thread-view.ts";
import { Room } from "./room.ts";
import { startClock } from "./turn-clock.ts";
import { runTurn, type TurnOutcome } from "./turn.ts";
import type { HeldLog } from "./undo.ts";
import { Verification } from "./verification.ts";
import type { ReadyCall, World } from "./world.ts";

export interface ThreadParts {
  id: string;
  blobs: ThreadBlobs;
  world: World;
  inbox: Inbox;
  policies: readonly Policy[];
  /** `name` is `provider/model`, `id` the vendor's own. Undefined works without a model. */
  model: { name: string; id: string; contextTokens: number; maxOutputTokens: number; effort: ModelRequest["effort"] } | undefined;
  system: string;
  terms: Terms;
  /** What is wrong with a final answer; undefined when nothing is. */
  validateAnswer(text: string): string | undefined;
  /** Milliseconds a turn may take. */
  turnMs: number | null;
  past: Past | undefined;
  aftermath: Aftermath;
  jobs: ThreadJobs;
  /** Takes secrets out of prompts. */
  redact(text: string): string;
  close(): Promise<void>;
}

/** What people may do with the thread's long-running commands. */
export type ThreadJobs = Pick<Jobs, "list" | "stop" | "watch">;

/** What a thread works with. */
export interface ThreadSetting {
  /** `provider/model`; undefined without one. */
  model: string | undefined;
  /** What the model takes at once; undefined without one. */
  contextTokens: number | undefined;
  mode: Mode;
  /** What the last step used; undefined before the first one. */
  lastStep: Usage | undefined;
}

/** Why a turn that was cut off has ended, when a new prompt came in its place. */
export const GIVEN_UP = "The process ended before the turn did.";

interface TurnToDo {
  prompt: string;
  turn: number;
  /** Whether it has been begun. */
  state: "new" | "open";
}

export class Thread implements AsyncDisposable {
  readonly id: string;
  readonly jobs: ThreadJobs;
  readonly #parts: ThreadParts;
  readonly #recorder: Recorder;
  readonly #view: ThreadView;
  readonly #room: Room | undefined;
  readonly #tools: readonly ToolEntry[];
  #nextPrompt = 1;
  #working: Promise<unknown> = Promise.resolve();
  /** Calls of `work` that have not ended. */
  #atWork = 0;
  /** Why the turn that is about to begin is to end at once. */
  #interruptedEarly: Error | undefined;
  /** Of the running turn. */
  #interrupt: AbortController | undefined;
  /** Of a person's command that runs between turns. */
  #ownInterrupt: AbortController | undefined;

  constructor(parts: ThreadParts, recorder: Recorder) {
    const { blobs, terms, past } = parts;
    this.id = parts.id;
    this.jobs = parts.jobs;
    this.#parts = parts;
    this.#recorder = recorder;
    this.#tools = toolEntries.filter((tool) => terms.tools.includes(tool.name));
    this.#view = new ThreadView(past, readStored(blobs));
    recorder.fold((event) => this.#view.take(event));
    this.#room =
      parts.model &&
      new Room({
        recorder,
        world: parts.world,
        blobs,
        view: this.#view,
        model: parts.model.name,
        toRequest: (entries) => this.#request(entries),
      });
  }

  listen(listener: Listener): () => void {
    return this.#recorder.listen(listener);
  }

  /** What it works with now. */
  get setting(): ThreadSetting {
    const { model, terms } = this.#parts;
    return { model: model?.name, contextTokens: model?.contextTokens, mode: terms.mode, lastStep: this.#view.state.usage };
  }

  /** Prompts that no turn has taken yet, in the order in which they would be. */
  get waiting(): readonly WaitingPrompt[] {
    return this.#parts.inbox.waiting;
  }

  /** Takes a command. Prompts and a person's own commands are worked on by `work`, which must be called after each of them. */
  submit(command: Command): void {
    const { inbox, redact } = this.#parts;
    switch (command.type) {
      case "prompt.submit":
        return this.#admit(command);
      case "prompt.withdraw":
        return inbox.withdraw(command.prompt);
      case "prompt.queue":
        return inbox.postpone(command.prompt);
      case "prompt.release":
        return inbox.release();
      case "command.run":
        return inbox.run({ script: command.script, shown: redact(command.script) });
      case "context.compact":
        return inbox.compact();
      case "turn.interrupt":
        return this.interrupt(new Error(command.reason));
      case "approval.decide":
        return inbox.decide(command);
      case "question.answer":
        return inbox.answer(command.question, { answer: redact(command.answer), by: command.by });
    }
  }

  /** Ends what runs, a turn or a person's command; does nothing when nothing does. */
  interrupt(cause: Error): void {
    if (this.#interrupt !== undefined) this.#interrupt.abort(cause);
    else if (this.#ownInterrupt !== undefined) this.#ownInterrupt.abort(cause);
    else if (this.#atWork > 0) this.#interruptedEarly = cause;
  }

  #admit({ text, images = [], delivery }: Extract<Command, { type: "prompt.submit" }>): void {
    const { inbox, redact } = this.#parts;
    const words = redact(text);
    const parts = this.#store([{ type: "text", text: words }, ...images.map((image): Part => ({ type: "image", ...image }))]);
    const prompt = { text: words, parts };
    const isPaused = inbox.paused;
    inbox.release();
    if (delivery === "queue") inbox.queue(prompt);
    else if (this.#interrupt !== undefined) inbox.steer(prompt);
    else if (isPaused) inbox.putFirst(prompt);
    else inbox.queue(prompt);
  }

  /**
   * Does for a person what must not happen while a turn runs, such as an undo, with the thread's own log. Throws `thread.busy` while
   * `work` does anything; work that is asked for meanwhile waits.
   */
  async betweenTurns<T>(act: (log: HeldLog) => Promise<T>): Promise<T> {
    if (this.#atWork > 0)
      throw new FettleError("thread.busy", "The thread is at work.", { at: this.id, hint: "Interrupt it, or wait until it is done." });
    const log: HeldLog = { thread: this.id, append: (body, options) => this.#recorder.record(body, options) };
    return await this.#afterOthers(() => act(log));
  }

  /** Works on what an earlier process left open, then on every waiting prompt. Resolves with the last outcome, undefined when there was nothing to do. */
  async work(): Promise<TurnOutcome | undefined> {
    this.#atWork++;
    return await this.#afterOthers(async () => {
      try {
        return await this.#workOnAll();
      } finally {
        this.#atWork--;
        this.#interruptedEarly = undefined;
      }
    });
  }

  /** One after the other: a turn must not be worked on twice at the same time, nor the workspace change under its feet. */
  async #afterOthers<T>(act: () => Promise<T>): Promise<T> {
    const acting = this.#working.catch(() => {}).then(act);
    this.#working = acting;
    return await acting;
  }

  async #workOnAll(): Promise<TurnOutcome | undefined> {
    const { world } = this.#parts;
    await this.#answerOpenCalls();
    // Who begins with a command of their own has not asked to go on with what was cut off.
    let outcome = (await this.#runOwnBetweenTurns()) ? undefined : await this.#finishOpenTurns();
    for (;;) {
      await this.#runOwnBetweenTurns();
      if (!world.promptWaits()) return outcome;
      await this.#finishOpenTurns();
      const parts = world.nextPrompt();
      if (parts === undefined) return outcome;
      await this.#answerOpenCalls();
      const prompt = `prompt-${this.#view.state.nextTurn}-${this.#nextPrompt++}`;
      this.#recorder.record({ type: "prompt.admitted", prompt, by: "user", parts });
      outcome = await this.#turn({ prompt, turn: this.#view.state.nextTurn, state: "new" });
    }
  }

  /** Runs commands that people have given and compacts the conversation if they want it; returns whether there were commands. */
  async #runOwnBetweenTurns(): Promise<boolean> {
    const interrupt = new AbortController();
    this.#ownInterrupt = interrupt;
    try {
      const isAny = await this.#runOwnCommands({ signal: interrupt.signal, beforeEffect: async () => {} });
      const isCompacted = await this.#room?.compactIfAsked(interrupt.signal);
      if (interrupt.signal.aborted) this.#interruptedEarly = interrupt.signal.reason as Error;
      return isAny || isCompacted === true;
    } catch (error) {
      if (!interrupt.signal.aborted) throw error;
      this.#parts.inbox.pause();
      return true;
    } finally {
      this.#ownInterrupt = undefined;
    }
  }

  /** Runs the commands that people have given, one after the other; returns whether there was any. Rejects when it was interrupted. */
  async #runOwnCommands({ signal, beforeEffect }: { signal: AbortSignal; beforeEffect(): Promise<void> }): Promise<boolean> {
    const { world, blobs, policies } = this.#parts;
    for (let count = 0; ; count++) {
      const command = await world.ownCommand(this.#recorder.turn);
      if (command === undefined) return count > 0;
      await runOwnCommand(command, {
        item: `user-${this.#view.state.ownCommands + 1}`,
        recorder: this.#recorder,
        world,
        blobs,
        policies,
        policyFacts: () => this.#policyFacts(),
        step: this.#view.state.nextStep - 1,
        signal,
        beforeEffect,
      });
      signal.throwIfAborted();
    }
  }

  #policyFacts(): PolicyFacts {
    const { terms } = this.#parts;
    return { ...terms, rules: [...terms.rules, ...this.#view.answered] };
  }

  async close(): Promise<void> {
    await this.#parts.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Answers the calls of a turn that broke off: a model must not be asked anything before they are. */
  async #answerOpenCalls(): Promise<void> {
    const { turn, openItems } = this.#view.state;
    const calls = await this.#view.unanswered();
    this.#recorder.turn = turn?.turn;
    await recover({ calls, intents: openItems }, { recorder: this.#recorder, aftermath: this.#parts.aftermath });
    this.#recorder.turn = undefined;
  }

  /** A turn that ended with its process goes on, and one that was not even begun is, unless a new prompt waits: it says what is wanted now. */
  async #finishOpenTurns(): Promise<TurnOutcome | undefined> {
    const { turn, waitingPrompts, nextTurn } = this.#view.state;
    const left = waitingPrompts.map(({ prompt }, index): TurnToDo => ({ prompt, turn: nextTurn + index, state: "new" }));
    if (turn?.state === "open") left.unshift({ prompt: turn.prompt, turn: turn.turn, state: "open" });
    let outcome: TurnOutcome | undefined;
    for (const open of left) {
      if (this.#parts.world.promptWaits()) this.#giveUp(open);
      else outcome = await this.#turn(open);
    }
    return outcome;
  }

  #giveUp({ prompt, turn, state }: TurnToDo): void {
    this.#recorder.turn = turn;
    if (state === "new") this.#recorder.record({ type: "turn.started", prompt });
    this.#recorder.record({ type: "turn.interrupted", reason: GIVEN_UP });
    this.#recorder.turn = undefined;
  }

  async #turn({ prompt, turn, state }: TurnToDo): Promise<TurnOutcome> {
    const { blobs, world, policies, model, terms, turnMs, validateAnswer, inbox } = this.#parts;
    const interrupt = new AbortController();
    this.#interrupt = interrupt;
    if (this.#interruptedEarly !== undefined) interrupt.abort(this.#interruptedEarly);
    this.#interruptedEarly = undefined;
    this.#recorder.turn = turn;
    const stopClock = startClock(turnMs, interrupt);
    try {
      if (state === "new") {
        this.#recorder.record({ type: "turn.started", prompt });
        await this.#remind(turn);
      }
      const outcome = await runTurn(
        {
          recorder: this.#recorder,
          world,
          blobs,
          tools: this.#tools,
          policies,
          policyFacts: () => this.#policyFacts(),
          runOwnCommands: (options) => this.#runOwnCommands(options),
          model: model?.name,
          maxSteps: terms.maxSteps,
          verification: this.#verify(state),
          denied: state === "open" ? (this.#view.state.turn?.denied ?? 0) : 0,
          room: this.#room,
          takenIds: () => this.#view.facts.calls,
          alreadyRun: (ready) => this.#alreadyRun(ready),
          judgesOnly: terms.judges !== undefined,
          nextStep: () => this.#view.state.nextStep,
          validateAnswer,
        },
        interrupt.signal,
      );
      if (outcome.status === "interrupted") inbox.pause();
      return outcome;
    } finally {
      stopClock();
      this.#recorder.turn = undefined;
      this.#interrupt = undefined;
    }
  }

  /** Tells a model that is about to begin what is on record about what it was asked. */
  async #remind(turn: number): Promise<void> {
    const { world, blobs, model, terms } = this.#parts;
    if (model === undefined || terms.judges !== undefined) return;
    const texts = this.#view.state.asked.map(async (part) => (part.type === "text" ? await blobs.load(part.text) : ""));
    const reminder = await world.remind((await Promise.all(texts)).join("\n"));
    if (reminder === undefined) return;
    const parts: StoredPart[] = [{ type: "text", text: blobs.store(reminder) }];
    this.#recorder.record({ type: "prompt.admitted", prompt: `reminder-${turn}`, by: "harness", about: "memory", parts });
  }

  /** A turn that an earlier process has begun keeps what that one agreed on and found, unless this one was given other checks. */
  #verify(state: TurnToDo["state"]): Verification {
    const { blobs, world, terms, past } = this.#parts;
    const options = {
      recorder: this.#recorder,
      world,
      stored: readStored(blobs),
      work: () => this.#view.work,
      asked: () => this.#view.state.asked,
      maxRounds: terms.checkRounds,
      accepted: this.#view.accepted,
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

  async #alreadyRun(ready: ReadyCall): Promise<ItemEnd | undefined> {
    const { facts, progress } = this.#view;
    // Until then the model sees all that was done.
    if (progress.prose === undefined) return undefined;
    const entries = await this.#view.entries();
    const visible = entries.flatMap((entry) =>
      entry.type === "output" ? entry.items.flatMap((item) => (item.type === "call" ? [item.id] : [])) : [],
    );
    const run = earlierRun(ready, { facts, visible: new Set(visible) });
    return run && (await recordedEnd(run, readStored(this.#parts.blobs)));
  }

  get #specs(): ModelRequest["tools"] {
    return (this.#specsOnce ??= this.#tools.map(({ name, summary, schema }) => ({ name, description: summary, schema })));
  }
  #specsOnce: ModelRequest["tools"] | undefined;

  #store(parts: readonly Part[]): StoredPart[] {
    return parts.map((part) => storePart(part, this.#parts.blobs));
  }
}

/** A thread that is open: one log, one box, one model, and turns one after the other. */
import type { Check } from "../contract/check.ts";
import type { Command } from "../contract/command.ts";
import { FettleError } from "../contract/error.ts";
import type { StoredPart } from "../contract/event.ts";
import type { ModelRequest, Part } from "../contract/model.ts";
import type { Policy } from "../contract/policy.ts";
import type { ToolEntry } from "../contract/tool.ts";
import { Conversation } from "../context/conversation.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { entries as toolEntries } from "../tools/index.gen.ts";
import type { Inbox } from "./inbox.ts";
import { storePart } from "./live-tools.ts";
import { recover } from "./recover.ts";
import type { Recorder } from "./recorder.ts";
import { type Listener } from "./recorder.ts";
import type { Past } from "./past.ts";
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
  hashes(paths: readonly string[]): Promise<Record<string, string | null>>;
  close(): Promise<void>;
}

export class Thread implements AsyncDisposable {
  readonly id: string;
  readonly #parts: ThreadParts;
  readonly #recorder: Recorder;
  readonly #conversation: Conversation;
  readonly #verification: Verification;
  readonly #tools: readonly ToolEntry[];
  /** The conversation takes events in one after the other. */
  #folding: Promise<void> = Promise.resolve();
  #nextTurn: number;
  #nextStep: number;
  #nextPrompt = 1;
  #interrupt: AbortController | undefined;

  constructor(parts: ThreadParts, recorder: Recorder) {
    const { blobs, world, terms, past } = parts;
    const stored = readStored(blobs);
    this.id = parts.id;
    this.#parts = parts;
    this.#recorder = recorder;
    this.#conversation = past?.conversation ?? new Conversation(stored);
    this.#verification = new Verification({ recorder, world, stored, maxRounds: terms.checkRounds });
    this.#tools = toolEntries.filter((tool) => terms.tools.includes(tool.name));
    this.#nextTurn = past?.state.nextTurn ?? 1;
    this.#nextStep = past?.state.nextStep ?? 1;
    recorder.listen((event) => {
      if (event.type !== "item.delta" && Conversation.concerns(event))
        this.#folding = this.#folding.then(() => this.#conversation.apply(event));
    });
    const contract = past?.state.facts.get("contract") as readonly Check[] | undefined;
    this.#verification.restore({ receipts: past?.receipts ?? [], ...(contract !== undefined && { contract }) });
  }

  listen(listener: Listener): () => void {
    return this.#recorder.listen(listener);
  }

  /** Takes a command; prompts are worked on by `work`. */
  submit(command: Command): void {
    switch (command.type) {
      case "prompt.submit": {
        const parts = this.#store([
          { type: "text", text: command.text },
          ...(command.images ?? []).map((image): Part => ({ type: "image", ...image })),
        ]);
        if (this.#interrupt !== undefined && command.delivery !== "queue") this.#parts.inbox.steer(parts);
        else this.#parts.inbox.queue(parts);
        return;
      }
      case "turn.interrupt":
        this.#interrupt?.abort(new Error(command.reason));
        return;
      case "approval.decide":
        this.#parts.inbox.decide(command);
    }
  }

  /** Works on a turn that an earlier process left open, then on every waiting prompt. Resolves with the last outcome, undefined when there was nothing to do. */
  async work(): Promise<TurnOutcome | undefined> {
    let outcome = await this.#finishOpenTurn();
    for (let parts = this.#parts.inbox.next(); parts !== undefined; parts = this.#parts.inbox.next()) {
      const prompt = `prompt-${this.#nextTurn}-${this.#nextPrompt++}`;
      this.#recorder.record({ type: "prompt.admitted", prompt, by: "user", parts }, { durable: false });
      outcome = await this.#turn(prompt, this.#nextTurn++);
    }
    return outcome;
  }

  async close(): Promise<void> {
    await this.#parts.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Answers what an earlier process left open. When it ended inside a turn and no new prompt waits, the turn goes on. */
  async #finishOpenTurn(): Promise<TurnOutcome | undefined> {
    const { past, inbox, hashes } = this.#parts;
    if (past === undefined) return undefined;
    const { turn, openItems } = past.state;
    this.#recorder.turn = turn?.turn;
    await recover({ calls: this.#conversation.unanswered, intents: openItems }, { recorder: this.#recorder, hashes });
    await this.#folding;
    if (turn?.state !== "open") return undefined;
    if (inbox.empty) return await this.#turn(turn.prompt, turn.turn, { resumed: true });
    this.#recorder.record({ type: "turn.interrupted", reason: "The process ended before the turn did." });
    return undefined;
  }

  async #turn(prompt: string, turn: number, { resumed = false } = {}): Promise<TurnOutcome> {
    const { blobs, world, policies, model, terms, turnMs, validateAnswer } = this.#parts;
    const interrupt = new AbortController();
    this.#interrupt = interrupt;
    this.#recorder.turn = turn;
    const stopClock = startClock(turnMs, interrupt);
    try {
      if (!resumed) this.#recorder.record({ type: "turn.started", prompt });
      return await runTurn(
        {
          recorder: this.#recorder,
          world,
          blobs,
          tools: this.#tools,
          policies,
          policyFacts: terms,
          model: model?.name,
          maxSteps: terms.maxSteps,
          verification: this.#verification,
          entries: async () => {
            await this.#folding;
            return this.#conversation.entries;
          },
          toRequest: (entries) => this.#request(entries),
          takeStepNumber: () => this.#nextStep++,
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

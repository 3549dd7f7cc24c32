import type { Event } from "../contract/event.ts";
import { FettleError } from "../contract/error.ts";
import type { ModelRequest } from "../contract/model.ts";
import type { Compactable } from "../context/compaction/compact.ts";
import { isLooping } from "../context/compaction/progress.ts";
import { sizeOfEntry } from "../models/tokens.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import type { Recorder } from "./recorder.ts";
import { readStored } from "./storage.ts";
import type { ThreadView } from "./thread-view.ts";
import type { Weight, World } from "./world.ts";

export interface RoomOptions {
  recorder: Recorder;
  world: Pick<World, "weigh" | "measure" | "compactionAsked" | "summarise" | "summary">;
  blobs: ThreadBlobs;
  view: ThreadView;
  /** `provider/model`. */
  model: string;
  toRequest(entries: ModelRequest["entries"]): ModelRequest;
}

/** Of a conversation that a person wants compacted: what stays as it is. */
const ASKED_SHARE = 0.25;

type Cause = Event<"context.compacted">["cause"];

/** Where the requests of a turn come from. */
export type RequestRoom = Pick<Room, "nextRequest" | "afterOverflow" | "takeSummary">;

/** Sees to it that the conversation fits into the model's window: every request of a turn comes from here. */
export class Room {
  readonly #options: RoomOptions;

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  /** The next request, in whose place room has been made where it needed to be. Throws `model.overflow` when none can be made. */
  async nextRequest(signal: AbortSignal): Promise<ModelRequest> {
    await this.compactIfAsked(signal);
    for (;;) {
      await this.takeSummary();
      const request = await this.#request();
      const weight = await this.#options.world.weigh(request, { overflowed: false });
      if (weight.action === "compact") {
        await this.#makeRoom("size", { request, weight });
        continue;
      }
      if (weight.action === "summarise") await this.#summarise(request, signal);
      return request;
    }
  }

  /** A smaller request in place of one that its server found too large; undefined when it is not to be made smaller. */
  async afterOverflow(): Promise<ModelRequest | undefined> {
    await this.takeSummary();
    const request = await this.#request();
    const weight = await this.#options.world.weigh(request, { overflowed: true });
    if (weight.action !== "compact") return undefined;
    await this.#makeRoom("overflow", { request, weight });
    return await this.#request();
  }

  /**
   * Compacts when a person has asked for it and there is something to take out; waits for a summary, which is what they want. Returns whether they
   * have asked.
   */
  async compactIfAsked(signal: AbortSignal): Promise<boolean> {
    const { world, view } = this.#options;
    if (!world.compactionAsked()) return false;
    const request = await this.#request();
    if (request.entries.length < 2) return true;
    const weight = await world.weigh(request, { overflowed: false });
    if (weight.summarises && view.progress.summary === "none") await this.#summarise(request, signal);
    await this.takeSummary({ until: signal });
    signal.throwIfAborted();
    await this.#compact("asked", { request, weight });
    return true;
  }

  async #request(): Promise<ModelRequest> {
    const { view, toRequest } = this.#options;
    return toRequest(await view.entries());
  }

  async #makeRoom(cause: "size" | "overflow", asked: { request: ModelRequest; weight: Weight }): Promise<void> {
    const { view } = this.#options;
    if (isLooping(view.progress) || !(await this.#compact(cause, asked))) throw tooLarge(asked.weight.tokens);
  }

  /** Returns whether there was something to take out. */
  async #compact(cause: Cause, { request, weight }: { request: ModelRequest; weight: Weight }): Promise<boolean> {
    const { recorder, world, blobs, view, toRequest } = this.#options;
    // Who asks wants it smaller, also where it is small.
    const kept = Math.floor(request.entries.reduce((size, entry) => size + sizeOfEntry(entry), 0) * ASKED_SHARE);
    const limits = cause === "asked" ? { ...weight.limits, kept: Math.min(weight.limits.kept, kept) } : weight.limits;
    // Most threads end before their window is full.
    const [{ compact }, { tellReceipt }] = await Promise.all([import("../context/compaction/compact.ts"), import("./tell-receipt.ts")]);
    const conversation: Compactable = { entries: request.entries, places: await view.places() };
    const compacted = await compact(conversation, {
      limits,
      facts: view.facts,
      progress: view.progress,
      stored: readStored(blobs),
      keep: (text) => `blob:${blobs.put(text).blob}`,
      tellReceipt: (receipt) => tellReceipt(receipt, readStored(blobs)),
    });
    if (compacted === undefined) return false;
    const { facts, prose, entries, ...made } = compacted;
    const after = await world.measure(toRequest(entries));
    recorder.record(
      {
        type: "context.compacted",
        cause,
        ...made,
        facts: blobs.store(facts),
        prose: blobs.store(prose),
        limits,
        tokens: { before: weight.tokens, after },
      },
      { durable: true },
    );
    return true;
  }

  /** A budget that does not cover it is no reason to end: it goes without a summary. */
  async #summarise(request: ModelRequest, signal: AbortSignal): Promise<void> {
    const { recorder, world, view, model } = this.#options;
    const { underway, summary } = view.progress;
    if (underway !== undefined || summary !== "none") return;
    const through = (await view.places()).at(-1);
    if (through === undefined) return;
    const { summaryRequest } = await import("../context/compaction/summary-request.ts");
    try {
      await world.summarise(summaryRequest(request), {
        signal,
        onReserved: ({ bytes, tokens, usd }) =>
          recorder.record({ type: "summary.started", through, model, requestBytes: bytes, reserved: { tokens, usd } }),
      });
    } catch (error) {
      if (!(error instanceof FettleError && error.code === "budget.reached")) throw error;
    }
  }

  /** Records what has become of a summary that is being made, if it has ended; with `until` that is waited for, until it is aborted. */
  async takeSummary(options: { until?: AbortSignal } = {}): Promise<void> {
    const { recorder, world, blobs, view } = this.#options;
    if (view.progress.underway === undefined) return;
    const end = await world.summary(options);
    if (end === undefined) return;
    if ("error" in end) recorder.record({ type: "summary.failed", error: end.error });
    else recorder.record({ type: "summary.completed", text: blobs.store(end.text), usage: end.usage, usd: end.usd, ms: end.ms });
  }
}

function tooLarge(tokens: number): FettleError {
  return new FettleError(
    "model.overflow",
    `The conversation has about ${tokens} tokens, which is more than the model's window takes, and compacting it does not help.`,
    {
      at: "context",
      hint: "What was said last is too large by itself: ask for less at once, or take a model with a larger window. `fettle context` shows what fills it.",
    },
  );
}

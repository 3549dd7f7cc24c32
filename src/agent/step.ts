import type { ModelRequest } from "../contract/model.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import type { Recorder } from "./recorder.ts";
import { storeOutput } from "./storage.ts";
import type { SentReply, World } from "./world.ts";

export interface StepContext {
  step: number;
  /** `provider/model`. */
  model: string;
  recorder: Recorder;
  world: World;
  blobs: ThreadBlobs;
  signal: AbortSignal;
  onSent(): void;
  /** Ids of all calls of the thread so far. */
  takenIds(): ReadonlySet<string>;
}

/** One model call: reserved, recorded, sent, and its whole reply in the log when this returns. */
export async function runStep(
  request: ModelRequest,
  { step, model, recorder, world, blobs, signal, onSent, takenIds }: StepContext,
): Promise<SentReply> {
  const { maxOutputTokens, bytes, tokens, usd } = await world.reserve(request);
  recorder.record({ type: "step.started", step, model, requestBytes: bytes, reserved: { tokens, usd } });
  const reply = await world.send(
    { ...request, maxOutputTokens },
    {
      signal,
      onSent,
      taken: takenIds(),
      onDelta: ({ kind, index, text, name }) => recorder.stream({ step, kind, index, text, ...(name !== undefined && { name }) }),
      onRetry: ({ attempt, error, delayMs }) => recorder.record({ type: "step.retried", step, attempt, error, delayMs }),
    },
  );
  const { items, stop, usage, ms, attempts } = reply;
  recorder.record({ type: "step.completed", step, output: storeOutput(items, blobs), stop, usage, usd: reply.usd, ms, attempts });
  return reply;
}

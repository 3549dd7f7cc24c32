import type { ModelRequest } from "../contract/model.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import type { Recorder } from "./recorder.ts";
import { storeOutput } from "./storage.ts";
import type { SentReply, World } from "./world.ts";

/** One model call: reserved, recorded, sent, and its whole reply in the log when this returns. */
export async function runStep(
  request: ModelRequest,
  {
    step,
    model,
    recorder,
    world,
    blobs,
    signal,
    onSent,
  }: { step: number; model: string; recorder: Recorder; world: World; blobs: ThreadBlobs; signal: AbortSignal; onSent(): void },
): Promise<SentReply> {
  const { maxOutputTokens, bytes, tokens, usd } = await world.reserve(request);
  recorder.record({ type: "step.started", step, model, requestBytes: bytes, reserved: { tokens, usd } });
  const reply = await world.send(
    { ...request, maxOutputTokens },
    {
      signal,
      onSent,
      onDelta: ({ kind, index, text, name }) => recorder.stream({ step, kind, index, text, ...(name !== undefined && { name }) }),
      onRetry: ({ attempt, error, delayMs }) => recorder.record({ type: "step.retried", step, attempt, error, delayMs }),
    },
  );
  const { items, stop, usage, ms, attempts } = reply;
  recorder.record({ type: "step.completed", step, output: storeOutput(items, blobs), stop, usage, usd: reply.usd, ms, attempts });
  return reply;
}

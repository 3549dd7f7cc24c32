import { FettleError } from "../contract/error.ts";
import type { RequestRoom } from "./room.ts";
import { runStep, type StepContext } from "./step.ts";
import type { SentReply } from "./world.ts";

export interface FittingStep extends Omit<StepContext, "step"> {
  room: RequestRoom;
  /** The number of the step that is about to start: one more than the last one of the thread. */
  nextStep(): number;
}

/** One model call with a request that fits; when its server says that it does not, once more with a smaller one. */
export async function runFittingStep({ room, nextStep, ...context }: FittingStep): Promise<{ reply: SentReply; step: number }> {
  const { signal } = context;
  const request = await room.nextRequest(signal);
  const step = nextStep();
  try {
    return { reply: await runStep(request, { ...context, step }), step };
  } catch (error) {
    if (signal.aborted || !(error instanceof FettleError && error.code === "model.overflow")) throw error;
    const smaller = await room.afterOverflow();
    if (smaller === undefined) throw error;
    const again = nextStep();
    return { reply: await runStep(smaller, { ...context, step: again }), step: again };
  }
}

import { ModelFault } from "../../contract/model-fault.ts";
import type { Frame } from "../../contract/wire.ts";

/** Cuts frames out of the bytes of one response, however they are split into chunks. */
export interface Framing {
  /** The frames that this chunk completes. Throws a `ModelFault` for bytes that are not of this framing. */
  push(chunk: Uint8Array): Frame[];
  /** Throws `model.truncated` when the bytes end within a frame. */
  end(): void;
}

/** Far above any frame a vendor sends; a stream that never ends its frame must not fill the memory. */
export const maxFrameBytes = 64 * 1024 * 1024;

/** The frames of a whole response as they become complete. */
export async function* readFrames(framing: Framing, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  for await (const chunk of chunks) yield* framing.push(chunk);
  framing.end();
}

export function brokenFraming(message: string): ModelFault {
  return new ModelFault({ code: "model.malformed", message, retryable: true });
}

export function cutFraming(message: string): ModelFault {
  return new ModelFault({ code: "model.truncated", message, retryable: true });
}

import type { Event } from "../contract/event.ts";
import type { OutputItem } from "../contract/model.ts";
import type { Stored } from "../context/conversation.ts";
import { INLINE_BYTES, type ThreadBlobs } from "../log/blobs.ts";

/** A reply; a longer one as a blob of its JSON, so that a line of the log stays short enough to read and to fold. */
export function storeOutput(items: readonly OutputItem[], blobs: ThreadBlobs): Event<"step.completed">["output"] {
  const json = JSON.stringify(items);
  return Buffer.byteLength(json) <= INLINE_BYTES ? [...items] : blobs.put(json);
}

/** The input of a call, as its tool gets it; a longer one as a blob of its JSON. */
export function storeInput(input: unknown, blobs: Pick<ThreadBlobs, "put">): unknown {
  const json = JSON.stringify(input) ?? "";
  return Buffer.byteLength(json) <= INLINE_BYTES ? input : blobs.put(json);
}

/** The input of a call, read back. */
export async function readInput(input: unknown, blobs: Pick<ThreadBlobs, "get">): Promise<unknown> {
  const isStored = typeof input === "object" && input !== null && "blob" in input && "bytes" in input;
  return isStored ? JSON.parse((await blobs.get(input.blob as string)).toString("utf8")) : input;
}

/** What was stored, read back. */
export function readStored(blobs: ThreadBlobs): Stored {
  return { text: (stored) => blobs.load(stored), bytes: (ref) => blobs.get(ref.blob) };
}

import type { BlobRef, Event, StoredText } from "../contract/event.ts";
import type { OutputItem } from "../contract/model.ts";
import type { Blobs } from "../contract/tool.ts";
import type { Stored } from "../context/conversation.ts";

/** Longer payloads lie beside the log, so that a line stays short enough to read and to fold. */
const inlineBytes = 16 * 1024;

export function storeText(text: string, blobs: Blobs): StoredText {
  return Buffer.byteLength(text) <= inlineBytes ? text : blobs.put(text);
}

export function storeOutput(items: readonly OutputItem[], blobs: Blobs): Event<"step.completed">["output"] {
  const json = JSON.stringify(items);
  return Buffer.byteLength(json) <= inlineBytes ? [...items] : blobs.put(json);
}

/** What was stored, read back. */
export function readStored(blobs: Blobs): Stored {
  const bytes = (ref: BlobRef) => blobs.get(ref.blob);
  return { bytes, text: async (stored) => (typeof stored === "string" ? stored : (await bytes(stored)).toString("utf8")) };
}

import type { StoredPart, StoredText } from "../../../contract/event.ts";

/** A stored text, of a long one its beginning. */
export function textOf(stored: StoredText): string {
  return typeof stored === "string" ? stored : (stored.preview ?? "");
}

/** The texts of a message, images left out. */
export function partsText(parts: readonly StoredPart[]): string {
  return parts.flatMap((part) => (part.type === "text" ? [textOf(part.text)] : [])).join("\n");
}

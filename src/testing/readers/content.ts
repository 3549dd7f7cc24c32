import type { Block } from "../conversation.ts";
import { asObjects, asString, type JsonObject } from "../json.ts";

/** Content that may be a string or a list of typed parts, as a list; null and absent are empty. */
export function contentBlocks(content: unknown): readonly JsonObject[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : asObjects(content);
}

export function joinText(blocks: readonly JsonObject[]): string {
  return blocks.map((block) => asString(block.text)).join("");
}

/** An image given as `data:image/png;base64,…`. */
export function toImage(url: string): Block {
  const [, mediaType, data] = /^data:([^;,]*);base64,([^]*)$/.exec(url) ?? [];
  if (mediaType === undefined || data === undefined) return { type: "other", value: url };
  return { type: "image", mediaType, data };
}

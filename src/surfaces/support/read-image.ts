import { readFileSync } from "node:fs";
import { FettleError } from "../../contract/error.ts";

const kinds: readonly { mediaType: string; starts: readonly number[] }[] = [
  { mediaType: "image/png", starts: [0x89, 0x50, 0x4e, 0x47] },
  { mediaType: "image/jpeg", starts: [0xff, 0xd8, 0xff] },
  { mediaType: "image/gif", starts: [0x47, 0x49, 0x46, 0x38] },
  { mediaType: "image/webp", starts: [0x52, 0x49, 0x46, 0x46] },
];

/** An image file as a part of a prompt. Its first bytes say what it is, not its name. */
export function readImage(file: string): { type: "image"; mediaType: string; data: string } {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (cause) {
    throw new FettleError("usage.invalid", `The image cannot be read: ${(cause as Error).message}`, { at: file, cause });
  }
  const kind = kinds.find(({ starts }) => starts.every((byte, index) => content[index] === byte));
  if (kind === undefined)
    throw new FettleError("usage.invalid", "This is no image that models take", { at: file, hint: "Use PNG, JPEG, GIF or WebP." });
  return { type: "image", mediaType: kind.mediaType, data: content.toString("base64") };
}

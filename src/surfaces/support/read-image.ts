import { readFileSync } from "node:fs";
import { FettleError } from "../../contract/error.ts";

/** What the first bytes are, one character each; in a RIFF file the four after `RIFF` are its size. */
const kinds: readonly { mediaType: string; starts: RegExp }[] = [
  { mediaType: "image/png", starts: /^\x89PNG/ },
  { mediaType: "image/jpeg", starts: /^\xff\xd8\xff/ },
  { mediaType: "image/gif", starts: /^GIF8/ },
  { mediaType: "image/webp", starts: /^RIFF[^]{4}WEBP/ },
];

/** An image file as a part of a prompt. Its first bytes say what it is, not its name. */
export function readImage(file: string): { type: "image"; mediaType: string; data: string } {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (cause) {
    throw new FettleError("usage.invalid", `The image cannot be read: ${(cause as Error).message}`, { at: file, cause });
  }
  const head = content.toString("latin1", 0, 12);
  const kind = kinds.find(({ starts }) => starts.test(head));
  if (kind === undefined)
    throw new FettleError("usage.invalid", "This is no image that models take", { at: file, hint: "Use PNG, JPEG, GIF or WebP." });
  return { type: "image", mediaType: kind.mediaType, data: content.toString("base64") };
}

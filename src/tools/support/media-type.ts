/** What the first bytes say a file is; undefined when they are none of the kinds a tool treats specially or names. */
export function mediaTypeOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) return "image/webp";
  return signatures.find(([start]) => head.startsWith(start))?.[1];
}

/** The images that models take. */
export const imageTypes: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

const signatures: readonly (readonly [start: string, type: string])[] = [
  ["\x89PNG\r\n\x1a\n", "image/png"],
  ["\xff\xd8\xff", "image/jpeg"],
  ["GIF87a", "image/gif"],
  ["GIF89a", "image/gif"],
  ["%PDF-", "application/pdf"],
  ["PK\x03\x04", "application/zip"],
  ["\x1f\x8b", "application/gzip"],
  ["\x7fELF", "an ELF executable"],
  ["SQLite format 3\0", "an SQLite database"],
  ["\0asm", "application/wasm"],
];

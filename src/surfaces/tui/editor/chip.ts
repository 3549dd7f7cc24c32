/** What stands in the text for something larger. The caret steps over it, and one key deletes it. */
export type Chip = PasteChip | ImageChip;

/** A large paste; submitted as the text it is. */
export interface PasteChip {
  readonly kind: "paste";
  /** With `\n` for newlines. */
  readonly text: string;
  readonly lines: number;
}

/** An image that goes along with the prompt. */
export interface ImageChip {
  readonly kind: "image";
  readonly name: string;
  readonly mediaType: string;
  /** base64 */
  readonly data: string;
  /** Where it was read; not known of one from the clipboard. */
  readonly path?: string;
}

const MAX_LINES = 10;
const MAX_CHARS = 1_000;

/** The chip for a paste that is too large to be edited in place. */
export function chipOfPaste(text: string): PasteChip | undefined {
  const chip = pasteChip(text);
  return chip.lines > MAX_LINES || text.length > MAX_CHARS ? chip : undefined;
}

export function pasteChip(text: string): PasteChip {
  // A newline at the end begins no line.
  return { kind: "paste", text, lines: text.replace(/\n$/, "").split("\n").length };
}

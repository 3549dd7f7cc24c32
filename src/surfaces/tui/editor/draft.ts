import { type Chip, type ImageChip, pasteChip } from "./chip.ts";
import type { PastPart, PastPrompt, PromptKind } from "./prompt-history.ts";
import { emptyText, endOf, fromText, replace, type Text, type TextLine, toText } from "./text.ts";

/** A prompt as it goes out. */
export interface SubmittedPrompt {
  kind: PromptKind;
  /** With pastes in full; the label of an image stands where it was put. */
  text: string;
  images: readonly ImageChip[];
  /** As it was written, to be taken back. */
  draft: Text;
}

export function toSubmitted(text: Text, kind: PromptKind, label: (chip: Chip) => string): SubmittedPrompt {
  return { kind, text: expand(text, label), images: imagesIn(text), draft: text };
}

/** With pastes in full and images as their labels. */
export function expand(text: Text, label: (chip: Chip) => string): string {
  return fromText(text, (chip) => (chip.kind === "paste" ? chip.text : label(chip)));
}

/** The text of an external editor: images whose labels are still there stay images. */
export function fromEdited(edited: string, before: Text, label: (chip: Chip) => string): Text {
  let pieces: (string | Chip)[] = [edited];
  for (const image of imagesIn(before)) pieces = withChip(pieces, label(image), image);
  return joined(pieces);
}

/** The first place where `text` stands becomes the chip. */
function withChip(pieces: readonly (string | Chip)[], text: string, chip: Chip): (string | Chip)[] {
  const index = pieces.findIndex((piece) => typeof piece === "string" && piece.includes(text));
  if (index === -1) return [...pieces];
  const piece = pieces[index] as string;
  const at = piece.indexOf(text);
  return [...pieces.slice(0, index), piece.slice(0, at), chip, piece.slice(at + text.length), ...pieces.slice(index + 1)];
}

export function toPast(text: Text, kind: PromptKind): PastPrompt {
  const parts: PastPart[] = [];
  let typed = "";
  const take = (part?: PastPart) => {
    if (typed !== "") parts.push(typed);
    if (part !== undefined) parts.push(part);
    typed = "";
  };
  for (const [index, line] of text.entries()) {
    if (index > 0) typed += "\n";
    for (const unit of line) {
      if (typeof unit === "string") typed += unit;
      else if (unit.kind === "paste") take({ pasted: unit.text });
      // One from the clipboard is nowhere else.
      else if (unit.path !== undefined) take({ image: unit.path });
    }
  }
  take();
  return { kind, parts };
}

/** `toImage` reads an image again; where that fails its path stands as text. */
export function fromPast({ parts }: PastPrompt, toImage: (path: string) => ImageChip | undefined): Text {
  return joined(
    parts.map((part) => {
      if (typeof part === "string") return part;
      return "pasted" in part ? pasteChip(part.pasted) : (toImage(part.image) ?? part.image);
    }),
  );
}

function joined(pieces: readonly (string | Chip)[]): Text {
  let text = emptyText;
  for (const piece of pieces) {
    const end = endOf(text);
    text = replace(text, end, end, typeof piece === "string" ? toText(piece) : [[piece]]).text;
  }
  return text;
}

function imagesIn(text: Text): ImageChip[] {
  return text.flatMap((line: TextLine) => line.filter((unit): unit is ImageChip => typeof unit !== "string" && unit.kind === "image"));
}

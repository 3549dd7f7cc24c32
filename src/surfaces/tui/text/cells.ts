/* oxlint-disable no-control-regex -- where control characters may stand is what this file is about */
import { isWide } from "./wide.ts";

/**
 * Characters of one cell that are graphemes by themselves whatever stands beside them: Latin, Greek and Cyrillic letters, punctuation, arrows,
 * signs, lines. Most screens have nothing else, and to look for the graphemes of a text costs a hundred times as much.
 */
const simple =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25fc\u2713-\u2718]*$/;

/** Whether each character of the text takes one cell and has a meaning only as itself. */
export function isSimple(text: string): boolean {
  return simple.test(text);
}

/**
 * How many cells of a terminal the text takes. Terminals do not agree on clusters such as `👍🏽` and `1️⃣` (2 here, as in those
 * that know emoji), so nothing but looks may depend on text that is not ASCII.
 */
export function cellsOf(text: string): number {
  if (isSimple(text)) return text.length;
  let cells = 0;
  for (const grapheme of segments(text)) cells += cellsOfGrapheme(grapheme);
  return cells;
}

/** What a person sees as one character, in order and as it is asked for: a caret is never inside of one and no row ends there. */
export function graphemesOf(text: string): Iterable<string> {
  return isSimple(text) ? text : segments(text);
}

/** The cells of one grapheme: 0 for a lone combining mark; more than 2 for clusters whose marks take room of their own. */
export function cellsOfGrapheme(grapheme: string): number {
  if (grapheme.length === 1) return cellsOfCodePoint(grapheme);
  if (emojiSequence().test(grapheme)) return 2;
  let cells = 0;
  for (const character of grapheme) cells += cellsOfCodePoint(character);
  return cells;
}

function cellsOfCodePoint(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x7f) return code < 0x20 ? 0 : 1;
  if (code < 0xa0) return 0;
  if (code < 0x300) return code === 0xad ? 0 : 1;
  if (isWide(code)) return 2;
  // Vowels and final consonants of Hangul join the syllable before them.
  if ((code >= 0x1160 && code <= 0x11ff) || (code >= 0xd7b0 && code <= 0xd7ff)) return 0;
  return noCells().test(character) ? 0 : 1;
}

let segmenter: Intl.Segmenter | undefined;

function* segments(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  for (const { segment } of segmenter.segment(text)) yield segment;
}

// Made when first needed: to compile them takes a millisecond, and most screens are ASCII and a few marks.
let noCellsPattern: RegExp | undefined;
const noCells = (): RegExp =>
  (noCellsPattern ??= /[\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}]/u);

let emojiSequencePattern: RegExp | undefined;
const emojiSequence = (): RegExp =>
  (emojiSequencePattern ??=
    /^(?:[\d#*]\ufe0f?\u20e3|\p{Extended_Pictographic}\p{Emoji_Modifier}?(?:\ufe0f|\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic}|[\u{e0020}-\u{e007f}]).*)$/su);

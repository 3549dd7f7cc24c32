/**
 * Characters that make a script look different from what it does, or that parsers and bash read differently:
 * control characters other than tab and newline, NBSP, line and paragraph separators, bidirectional and zero-width marks, lone surrogates.
 */
const deceiving =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- the class lists them one by one
  /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]|[\u{e0000}-\u{e0fff}]|\p{Cs}/u;

/** Offset of the first such character, or -1. */
export function deceivingCharacter(script: string): number {
  return script.search(deceiving);
}

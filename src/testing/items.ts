import { isContent, type ContentCue, type Cue } from "./cues.ts";

/** A content cue ready to be encoded. `text` is all of it; `fragments` are its frames. */
export interface Item {
  type: ContentCue["type"];
  /** Unique among all servers: begins with the reply's id. */
  id: string;
  /** Of a call. */
  name: string;
  text: string;
  fragments: readonly string[];
  /** The signature, encrypted content or thought signature of reasoning: opaque, base64, unique. */
  seal: string;
}

/** The items of a reply, in order. `id` is the reply's own. */
export function toItems(cues: readonly Cue[], id: string): Item[] {
  return cues.filter(isContent).map((cue, index) => toItem(cue, `${id}_${index}`));
}

function toItem(cue: ContentCue, id: string): Item {
  const text = cue.type === "call" ? cue.inputText : cue.type === "unknown" ? "" : cue.text;
  const whole = cue.type === "text" && cue.whole;
  return {
    type: cue.type,
    id,
    name: cue.type === "call" ? cue.name : "",
    text,
    fragments: whole ? [text] : split(text),
    seal: Buffer.from(`seal of ${id}`).toString("base64"),
  };
}

/** At least two fragments of any text that has two characters, of about 24 UTF-16 units each, never inside a surrogate pair. */
function split(text: string): string[] {
  const size = Math.max(1, Math.min(24, Math.ceil(text.length / 2)));
  const fragments: string[] = [];
  let start = 0;
  while (start < text.length) {
    let end = start + size;
    if (isLowSurrogate(text.charCodeAt(end))) end++;
    fragments.push(text.slice(start, end));
    start = end;
  }
  return fragments;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

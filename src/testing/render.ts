import type { Frame } from "../contract/wire.ts";
import { isContent, isOfSocket, type Cue, type FailureCue, type SocketCue } from "./cues.ts";
import { bareFrame, type Encoder } from "./encoder.ts";
import type { Item } from "./items.ts";

/** What to do next with the socket; `end` and `refuse` are the last. */
export type Signal =
  | { type: "frame"; frame: Frame }
  | SocketCue
  | { type: "refuse"; status: number; retryAfter?: number; body: string }
  | { type: "end" };

export interface Rendering {
  cues: readonly Cue[];
  /** Of the content cues, in their order. */
  items: readonly Item[];
  encoder: Encoder;
}

/** A streamed reply, in order. */
export function* renderStream({ cues, items, encoder }: Rendering): Generator<Signal> {
  const left = [...items];
  let opened = false;
  let disordered = false;
  for (const cue of cues) {
    if (isOfSocket(cue)) {
      yield cue;
      continue;
    }
    if (cue.type === "failure" && !opened) {
      yield toRefusal(cue, encoder);
      return;
    }
    if (!opened) yield* frames(encoder.opening());
    opened = true;
    if (cue.type === "failure" || cue.type === "truncate") {
      if (cue.type === "failure") yield* frames(encoder.failing(cue));
      yield { type: "end" };
      return;
    }
    if (cue.type === "disorder") disordered = true;
    if (cue.type === "malformed") yield* frames(encoder.item(lost).slice(0, 1).map(cutShort));
    if (isContent(cue)) {
      const made = encoder.item(left.shift()!);
      yield* frames(disordered ? made.toReversed() : made);
      disordered = false;
    }
  }
  if (!opened) yield* frames(encoder.opening());
  yield* frames(encoder.closing());
  yield { type: "end" };
}

/** A reply that is not streamed: what is waited for or fails on the way, then the body, if the reply gets that far. */
export function* renderWhole({ cues, items, encoder }: Rendering): Generator<Signal> {
  for (const cue of cues) {
    if (isOfSocket(cue)) yield cue;
    if (cue.type === "failure") {
      yield toRefusal(cue, encoder);
      return;
    }
  }
  const body = bareFrame(encoder.whole(items));
  const broken = cues.some((cue) => cue.type === "malformed" || cue.type === "truncate");
  yield { type: "frame", frame: broken ? cutShort(body) : body };
  yield { type: "end" };
}

function* frames(made: readonly Frame[]): Generator<Signal> {
  for (const frame of made) yield { type: "frame", frame };
}

function toRefusal(cue: FailureCue, encoder: Encoder): Signal {
  const { status, retryAfter } = cue;
  return { type: "refuse", status, ...(retryAfter !== undefined && { retryAfter }), body: JSON.stringify(encoder.refusal(cue)) };
}

/** What a malformed frame would have begun. */
const lost: Item = { type: "text", id: "lost", name: "", text: "lost", fragments: ["lost"], seal: "" };

function cutShort({ event, data }: Frame): Frame {
  return { event, data: data.slice(0, data.length / 2) };
}

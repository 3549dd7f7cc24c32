import type { Frame } from "../contract/wire.ts";
import { bareFrame, type Encoder } from "./encoder.ts";
import { isContent, toItem } from "./items.ts";
import type { Cue, FailureCue, FaultCue, Reply } from "./reply.ts";

/** Cues that need no encoding: they go to the socket as they are. */
type PassingCue = Extract<FaultCue, { type: "gate" | "slow" | "reset" | "hang" }>;

/** What to do next with the socket. A reply that ends without a fault ends with `end`. */
export type Signal =
  | { type: "frame"; frame: Frame }
  | PassingCue
  | { type: "refuse"; status: number; retryAfter?: number; body: string }
  | { type: "end" };

/** The whole of a streamed reply, in order. `id` is the reply's own. */
export function* render(reply: Reply, encoder: Encoder, id: string): Generator<Signal> {
  let opened = false;
  let reversed = false;
  let items = 0;
  for (const cue of reply.cues) {
    if (isPassing(cue)) {
      yield cue;
      continue;
    }
    if (cue.type === "failure" && !opened) {
      yield toRefusal(cue, encoder);
      return;
    }
    if (!opened) yield* frames(encoder.opening());
    opened = true;
    if (isContent(cue)) {
      const made = encoder.item(toItem(cue, `${id}_${items++}`));
      yield* frames(reversed ? made.toReversed() : made);
      reversed = false;
    }
    if (cue.type === "disorder") reversed = true;
    if (cue.type === "malformed")
      yield* frames(
        encoder
          .item(toItem(lost, `${id}_lost`))
          .slice(0, 1)
          .map(cutShort),
      );
    if (cue.type === "failure") yield* frames(encoder.failing(cue));
    if (cue.type === "failure" || cue.type === "truncate") {
      yield { type: "end" };
      return;
    }
  }
  if (!opened) yield* frames(encoder.opening());
  yield* frames(encoder.closing());
  yield { type: "end" };
}

/** What a malformed frame would have begun. */
const lost: Cue & { type: "text" } = { type: "text", text: "lost", whole: true };

function cutShort({ event, data }: Frame): Frame {
  return { event, data: data.slice(0, data.length / 2) };
}

function isPassing(cue: Cue): cue is PassingCue {
  return cue.type === "gate" || cue.type === "slow" || cue.type === "reset" || cue.type === "hang";
}

function toRefusal(cue: FailureCue, encoder: Encoder): Signal {
  const { status, retryAfter } = cue;
  return { type: "refuse", status, ...(retryAfter !== undefined && { retryAfter }), body: JSON.stringify(encoder.refusal(cue)) };
}

function* frames(made: readonly Frame[]): Generator<Signal> {
  for (const frame of made) yield { type: "frame", frame };
}

/** The whole of a reply that is not streamed: what was to wait or fail on the way, then the body, if the reply gets that far. */
export function* renderWhole(reply: Reply, encoder: Encoder, id: string): Generator<Signal> {
  for (const cue of reply.cues) {
    if (isPassing(cue)) yield cue;
    if (cue.type === "failure") {
      yield toRefusal(cue, encoder);
      return;
    }
  }
  const items = reply.cues.filter(isContent).map((cue, index) => toItem(cue, `${id}_${index}`));
  const body = bareFrame(encoder.whole(items));
  const broken = reply.cues.some((cue) => cue.type === "malformed" || cue.type === "truncate");
  yield* frames([broken ? cutShort(body) : body]);
  yield { type: "end" };
}

import type { StopReason, Usage } from "../contract/model.ts";
import type { Frame } from "../contract/wire.ts";
import type { Item } from "./items.ts";
import type { FailureCue } from "./cues.ts";
import type { SeenRequest } from "./seen-request.ts";

/** What a reply says beside its items. */
export interface ReplyFacts {
  /** Part of every id in the reply. */
  id: string;
  stop: StopReason;
  usage: Usage;
  request: SeenRequest;
}

/** Speaks one wire for one reply. Methods are called in the order of the stream; an encoder serves one stream or one whole reply. */
export interface Encoder {
  opening(): Frame[];
  item(item: Item): Frame[];
  closing(): Frame[];
  /** The frames that end a stream in failure. */
  failing(failure: FailureCue): Frame[];
  /** The body of a reply that is not streamed. */
  whole(items: readonly Item[]): unknown;
  /** The body of a response with an error status. */
  refusal(failure: FailureCue): unknown;
}

/** A frame whose event is the `type` of its data. */
export function typedFrame(data: { type: string } & Record<string, unknown>): Frame {
  return { event: data.type, data: JSON.stringify(data) };
}

/** A frame without an event name. */
export function bareFrame(data: unknown): Frame {
  return { event: "", data: JSON.stringify(data) };
}

import { encoders } from "./encoders/index.ts";
import type { Framing } from "./framing.ts";
import { toItems, type Item } from "./items.ts";
import { renderStream, renderWhole, type Signal } from "./render.ts";
import type { Script } from "./reply.ts";
import type { SeenRequest } from "./seen-request.ts";

/** A script in the words of the wire that a request came on. */
export interface EncodedReply {
  items: readonly Item[];
  framing: Framing;
  /** Can be walked through once. */
  signals: Iterable<Signal>;
}

/** `id` becomes part of every id in the reply. */
export function encodeReply({ cues, usage, stop }: Script, request: SeenRequest, id: string): EncodedReply {
  const items = toItems(cues, id);
  const rendering = { cues, items, encoder: encoders[request.wire]({ id, stop, usage, request }) };
  if (request.streaming) return { items, framing: request.endpoint.framing, signals: renderStream(rendering) };
  return { items, framing: "json", signals: renderWhole(rendering) };
}

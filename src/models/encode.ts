import type { Body } from "../contract/wire.ts";
import { memoizeByIdentity } from "../lib/memoize.ts";

const tail = Buffer.from("]}");

export interface Encoded {
  /** In the order they are sent. Not to be written into: later requests share them. */
  chunks: readonly Buffer[];
  bytes: number;
}

/**
 * A body as JSON. An element of the list is serialised once for as long as it lives, so a conversation that grows costs
 * its new elements only; the fields are few and serialised each time.
 */
export function encode({ fields, listKey, list }: Body): Encoded {
  const head = Buffer.from(JSON.stringify({ ...fields, [listKey]: [] }).slice(0, -tail.length));
  const [first, ...rest] = list.map(encodeElement);
  const chunks = [head, ...(first === undefined ? [] : [first.subarray(1)]), ...rest, tail];
  return { chunks, bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0) };
}

/** With the comma before it. */
const encodeElement = memoizeByIdentity((element: object) => Buffer.from(`,${JSON.stringify(element)}`));

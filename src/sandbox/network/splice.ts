import type { Duplex } from "node:stream";
import { NetworkRefusal } from "./refusal.ts";

export interface Spliced {
  bytesUp: number;
  bytesDown: number;
  /** What `watch` threw. */
  refusal: NetworkRefusal | undefined;
}

/** Joins two connections until both are over; what each side sent is counted. Never rejects; a failure of one ends the other, and so does what `watch` refuses. */
export async function splice(box: Duplex, upstream: Duplex, watch: (chunk: Buffer) => void = () => {}): Promise<Spliced> {
  const counts: Spliced = { bytesUp: 0, bytesDown: 0, refusal: undefined };
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let open = 2;
  const closed = () => {
    if (--open === 0) resolve();
  };
  box.on("data", (chunk: Buffer) => {
    try {
      watch(chunk);
    } catch (error) {
      if (!(error instanceof NetworkRefusal)) throw error;
      counts.refusal = error;
      upstream.destroy();
      box.destroy();
      return;
    }
    counts.bytesUp += chunk.length;
    if (!upstream.write(chunk)) box.pause();
  });
  upstream.on("data", (chunk: Buffer) => {
    counts.bytesDown += chunk.length;
    if (!box.write(chunk)) upstream.pause();
  });
  for (const [from, to] of [
    [box, upstream],
    [upstream, box],
  ] as const) {
    from.on("end", () => to.end()).on("drain", () => to.resume());
    from.on("error", () => {}).on("close", () => (to.destroy(), closed()));
    if (from.destroyed) to.destroy();
    if (from.closed) closed();
  }
  box.resume();
  upstream.resume();
  await over;
  return counts;
}

import type { Duplex } from "node:stream";

/** Joins two connections until both are over; what each side sent is counted. Never rejects; a failure of one ends the other. */
export async function splice(
  box: Duplex,
  upstream: Duplex,
  watch: (chunk: Buffer) => void = () => {},
): Promise<{ bytesUp: number; bytesDown: number }> {
  const counts = { bytesUp: 0, bytesDown: 0 };
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let open = 2;
  const closed = () => {
    if (--open === 0) resolve();
  };
  box.on("data", (chunk: Buffer) => {
    try {
      watch(chunk);
    } catch {
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

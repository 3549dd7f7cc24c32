export interface Reached {
  /** Steps from the nearest start; 0 for a start itself. */
  distance: number;
  /** The one before it on a shortest way; undefined for a start. */
  via: number | undefined;
}

/** All that can be reached, nearest first, by breadth: each with its distance and a shortest way. */
export function spread(
  starts: Iterable<number>,
  next: (id: number) => Iterable<number>,
  { maxDistance = Infinity, until }: { maxDistance?: number; until?: number } = {},
): Map<number, Reached> {
  const reached = new Map<number, Reached>();
  for (const id of starts) reached.set(id, { distance: 0, via: undefined });
  // A map is walked in the order of insertion, and what is added meanwhile is walked too: it is its own queue.
  for (const [id, { distance }] of reached) {
    if (id === until || distance >= maxDistance) break;
    for (const other of next(id)) if (!reached.has(other)) reached.set(other, { distance: distance + 1, via: id });
  }
  return reached;
}

/** From what was reached back to where it started. */
export function wayBack(id: number, reached: ReadonlyMap<number, Reached>): number[] {
  const way: number[] = [];
  for (let at: number | undefined = id; at !== undefined; at = reached.get(at)?.via) way.push(at);
  return way;
}

const DAMPING = 0.85;
const MAX_ROUNDS = 50;
/** Of all ranks together, in one round; below it the order no longer changes. */
const SETTLED = 1e-6;

export interface RankedGraph {
  nodes: readonly number[];
  /** Where a node's rank goes, in equal parts. */
  next(node: number): readonly number[];
}

/**
 * PageRank (Page, Brin et al. 1999) with a preference: who starts anew does so at a preferred node every second time, else anywhere.
 * The ranks sum up to 1.
 */
export function pageRank({ nodes, next }: RankedGraph, preferred: ReadonlySet<number>): Map<number, number> {
  const position = new Map(nodes.map((node, index) => [node, index]));
  const targets = nodes.map((node) => next(node).flatMap((target) => position.get(target) ?? []));
  const liked = nodes.filter((node) => preferred.has(node)).length;
  const anywhere = (liked === 0 ? 1 : 0.5) / nodes.length;
  const start = Float64Array.from(nodes, (node) => anywhere + (preferred.has(node) ? 0.5 / liked : 0));
  let ranks = start;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const given = new Float64Array(nodes.length);
    let lost = 0;
    for (const [index, to] of targets.entries()) {
      if (to.length === 0) lost += ranks[index]!;
      for (const target of to) given[target]! += ranks[index]! / to.length;
    }
    // What leads nowhere starts anew.
    const after = given.map((rank, index) => DAMPING * (rank + lost * start[index]!) + (1 - DAMPING) * start[index]!);
    const moved = after.reduce((sum, rank, index) => sum + Math.abs(rank - ranks[index]!), 0);
    ranks = after;
    if (moved < SETTLED) break;
  }
  return new Map(nodes.map((node, index) => [node, ranks[index]!]));
}

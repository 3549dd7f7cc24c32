import type { GraphReader } from "../reader.ts";

export interface CycleOptions {
  /** Count imports that do not load the other file at once: of types alone, and those in the code that may never be reached. */
  all: boolean;
}

/** Groups of files each of which imports all others of its group, directly or not; by ids, largest group first. */
export function importCycles(reader: GraphReader, { all }: CycleOptions): number[][] {
  const edges = reader.edges();
  const next = (id: number) =>
    edges
      .importsOf(id)
      .filter(({ typeOnly, lazy }) => all || (!typeOnly && !lazy))
      .map(({ file }) => file);
  const groups = reader.atOnce(() => stronglyConnected(edges.files(), next)).filter(({ length }) => length > 1);
  for (const group of groups) group.sort((a, b) => a - b);
  return groups.sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}

/** Tarjan's algorithm (1972), with a stack of its own: chains of imports can be longer than the call stack is deep. */
function stronglyConnected(nodes: Iterable<number>, next: (id: number) => readonly number[]): number[][] {
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const groups: number[][] = [];

  const enter = (id: number) => {
    order.set(id, order.size);
    low.set(id, order.get(id)!);
    open.push(id);
    isOpen.add(id);
    return { id, targets: next(id), at: 0 };
  };
  const lower = (id: number, value: number) => low.set(id, Math.min(low.get(id)!, value));

  for (const start of nodes) {
    if (order.has(start)) continue;
    const calls = [enter(start)];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const target = call.targets[call.at++];
      if (target !== undefined) {
        if (!order.has(target)) calls.push(enter(target));
        else if (isOpen.has(target)) lower(call.id, order.get(target)!);
        continue;
      }
      calls.pop();
      const caller = calls.at(-1);
      if (caller !== undefined) lower(caller.id, low.get(call.id)!);
      if (low.get(call.id) !== order.get(call.id)) continue;
      const group = open.splice(open.lastIndexOf(call.id));
      for (const id of group) isOpen.delete(id);
      groups.push(group);
    }
  }
  return groups;
}

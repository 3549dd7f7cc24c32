/** Whether one name is the other with a slip of the finger or two: letters swapped, left out, doubled or wrong. */
export function isSlip(a: string, b: string): boolean {
  return slips(a, b) <= (Math.min(a.length, b.length) < 4 ? 1 : 2);
}

/** Letters to add, remove, replace or swap with their neighbour: the optimal string alignment distance. */
export function slips(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = rows[row - 1]![column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? rows[row - 2]![column - 2]! + 1 : Infinity;
      current.push(Math.min(rows[row - 1]![column]! + 1, current[column - 1]! + 1, replaced, swapped));
    }
    rows.push(current);
  }
  return rows[a.length]![b.length]!;
}

/** The value below which the share `q` of the sorted values lies; between two values, in proportion. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** How much a value grows from one index to the next: the median of the slopes of all pairs (Theil-Sen), which stray values do not bend. */
export function slope(values: readonly number[]): number {
  return median(values.flatMap((value, i) => values.slice(0, i).map((earlier, j) => (value - earlier) / (i - j))));
}

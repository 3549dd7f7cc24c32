import { median } from "./statistics.ts";

/** agent → metric → one value per round, or why there is none. */
export type Results = Record<string, { samples: Record<string, number[]>; failure?: string }>;

/** The medians as text, an agent per line. */
export function table(results: Results): string {
  const metrics = [...new Set(Object.values(results).flatMap(({ samples }) => Object.keys(samples)))];
  const rows = Object.entries(results).map(([agent, { samples }]) => [
    agent,
    ...metrics.map((metric) => (samples[metric] === undefined ? "-" : round(median(samples[metric])))),
  ]);
  const all = [["", ...metrics], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const pad = (cell: string, column: number): string => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!));
  const failures = Object.entries(results).flatMap(([agent, { failure }]) => (failure === undefined ? [] : [`${agent}: ${failure}`]));
  return [...all.map((row) => row.map(pad).join("  ").trimEnd()), ...failures].join("\n");
}

function round(value: number): string {
  return Math.abs(value) < 100 ? value.toFixed(1) : value.toFixed(0);
}

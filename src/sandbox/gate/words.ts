/** Words of several lines, for tables of names that hold no space. */
export function words(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(" "));
}

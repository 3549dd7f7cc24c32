/** What a program tells, a line each; of one that tells nothing, why. */
export function jsonLines(stdout: string, stderr: string): unknown[] {
  if (stdout === "") return [stderr];
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

/** How long something took. */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** How a check ended: `exit 0`, or why there is no exit code. */
export function endText({ exitCode, signal, timedOut }: { exitCode: number | null; signal: string | null; timedOut: boolean }): string {
  if (timedOut) return "timed out";
  if (signal !== null) return `ended by ${signal}`;
  return exitCode === null ? "could not run" : `exit ${exitCode}`;
}

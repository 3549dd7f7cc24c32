import type { WrittenCheck } from "../config/checks-file.ts";
import type { Check } from "../contract/check.ts";
import { timeoutsMs } from "./timeouts.ts";

/** What a shell does with a command. `pipefail`: a pipe cannot hide the exit code of what feeds it. */
function inShell(command: string): string[] {
  return ["bash", "--norc", "--noprofile", "-o", "pipefail", "-c", command];
}

/** A command of `--check`. */
export function givenCheck(command: string, index: number): Check {
  const how = { cwd: ".", proves: "custom", from: "--check", timeoutMs: timeoutsMs.custom } as const;
  return { id: `--check ${index + 1}`, argv: inShell(command), ...how };
}

/** A check of a project's own list. */
export function writtenCheck({ run, timeoutMs, ...check }: WrittenCheck): Check {
  const argv = typeof run === "string" ? inShell(run) : run;
  return { ...check, argv, timeoutMs: timeoutMs === undefined ? timeoutsMs[check.proves] : (timeoutMs ?? 0) };
}

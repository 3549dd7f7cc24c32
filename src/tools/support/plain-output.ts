/* oxlint-disable no-control-regex -- control characters are what this file is about */

/** CSI, OSC, DCS and the two-character escapes of ECMA-48. */
const escapeSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;

/**
 * What a command printed, as a person would read it: without colours and other escape sequences, and of a line
 * that was rewritten with carriage returns (progress bars) only what stood there last.
 */
export function plainOutput(output: string): string {
  return withoutSequences(output)
    .split("\n")
    .map((line) => line.split("\r").findLast((written) => written !== "") ?? "")
    .join("\n");
}

/** Carriage returns and other single control characters stay. */
export function withoutSequences(output: string): string {
  return output.replace(escapeSequence, "");
}

import type { CommandResult } from "../../contract/sandbox.ts";

/** The end of the output that is looked at, in bytes: an error that ended a command stands there. */
const MAX_LOOKED_AT_BYTES = 64 * 1024;

/**
 * How programs say EXDEV, which renaming a folder of the layer below gives in an overlay mounted by an ordinary user, and EOVERFLOW, which
 * writing to a file of an owner unknown in the box gives: the C library's words, and what Node, Python, Ruby, Java and Rust put around them.
 */
const signs = [
  /\bInvalid cross-device link\b/i,
  /\bcross-device link not permitted\b/i,
  /\bError: Cross-device link\b|: Cross-device link\s*$/im,
  /\bcode '?E(?:XDEV|OVERFLOW)\b|\bcode: 'E(?:XDEV|OVERFLOW)'|\bE(?:XDEV|OVERFLOW): |\bErrno::E(?:XDEV|OVERFLOW)\b/,
  /\[Errno (?:18|75)\]/,
  /\(os error (?:18|75)\)/,
  /\bValue too large for (?:defined )?data type\b/i,
  // Java copies then, which it does for empty folders only.
  /\bDirectoryNotEmptyException\b[^]{0,1000}\bFiles\.move\(/,
];

/**
 * Evidence that a limit of overlays made a command fail. Only of commands that failed: `mv` and npm speak of the same error and get by.
 * A wrong yes costs a second run, a wrong no leaves the model with an error that is none of its making.
 */
export function looksLikeLayerTrouble({ exitCode, output }: Pick<CommandResult, "exitCode" | "output">): boolean {
  if (exitCode === null || exitCode === 0) return false;
  const end = output.subarray(-MAX_LOOKED_AT_BYTES).toString("latin1");
  return signs.some((sign) => sign.test(end));
}

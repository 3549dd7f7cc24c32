import { readFileSync } from "node:fs";
import type { Event } from "../contract/event.ts";
import { openCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { threadPaths } from "./home.ts";
import { ifThere } from "./if-there.ts";
import type { SkippedLine } from "./parse-line.ts";
import { scanLog, type Scan } from "./scan.ts";
import { readSigningKey } from "./signing-key.ts";

/** What verifying a log may find → exit code of the command that says so. */
export const verificationCodes = {
  /** The chain holds and its end is signed. */
  intact: 0,
  /** Something was changed after it was written: see `tampering`. */
  tampered: 1,
  /** The chain holds, but lines after the last checkpoint, or a torn one, are not signed: a turn is open or the process was killed. */
  unsigned: 2,
  /** There is a checkpoint, and not this home's key signed it. */
  "unknown-key": 3,
  /** The log contradicts the checkpoint kept elsewhere, which was given as `anchor`. */
  "contradicts-anchor": 4,
} as const;

export interface Tampering {
  /**
   * `edited`: a line is not the one the next line was chained to, or is no event. `deleted`: lines in the middle are missing.
   * `truncated`: lines at the end are missing. `rewritten`: the chain holds, the signed root does not; the last signed line or all of them were replaced.
   */
  kind: "edited" | "deleted" | "truncated" | "rewritten";
  /** The first line that cannot be vouched for. */
  seq: number;
  /** Hashes, Merkle roots in base64, or numbers of lines. */
  expected: string;
  actual: string;
}

export interface Verification {
  status: keyof typeof verificationCodes;
  tampering?: Tampering;
  lines: number;
  /** Lines under the last checkpoint that is signed with this home's key. */
  signedLines: number;
  tornBytes: number;
  skipped: readonly SkippedLine[];
}

/**
 * Compares a log with its own chain of hashes, with its signed checkpoint and with an `anchor`, the text of a checkpoint of the same log kept elsewhere.
 * Changes nothing and needs no lock. Of a fork it judges the fork's own lines.
 */
export async function verifyLog(options: { home: string; thread: string; anchor?: string }): Promise<Verification> {
  return (await inspectLog(options)).verification;
}

/** The same, with what the pass over the log found out and every event on the way. */
export async function inspectLog({
  home,
  thread,
  anchor,
  onEvent,
}: {
  home: string;
  thread: string;
  anchor?: string;
  onEvent?: (event: Event) => void;
}): Promise<{ scan: Scan; verification: Verification }> {
  const { dir, checkpoint: path } = threadPaths(home, thread);
  const key = readSigningKey(home);
  const open = (note: string | undefined) => (note && key ? openCheckpoint({ note, thread, key }) : undefined);
  const note = ifThere(() => readFileSync(path, "utf8"));
  const checkpoint = open(note);
  const anchored = open(anchor);

  const sizes = new Set([checkpoint, anchored].flatMap((known) => known?.size ?? []));
  const scan = await scanLog({ dir, thread, sizes, ...(onEvent && { onEvent }) });
  const facts = {
    lines: scan.tree.size,
    signedLines: checkpoint?.size ?? 0,
    tornBytes: scan.tornBytes,
    skipped: scan.skipped,
  };
  return { scan, verification: { ...judge(), ...facts } };

  function judge(): Pick<Verification, "status" | "tampering"> {
    const tampering = scan.firstBreak ?? contradiction(scan, checkpoint);
    if (tampering) return { status: "tampered", tampering };
    if ((note !== undefined && !checkpoint) || (anchor !== undefined && !anchored)) return { status: "unknown-key" };
    const contradicted = contradiction(scan, anchored);
    if (contradicted) return { status: "contradicts-anchor", tampering: contradicted };
    return { status: checkpoint?.size === scan.tree.size && scan.tornBytes === 0 ? "intact" : "unsigned" };
  }
}

function contradiction({ tree, roots }: Scan, checkpoint: Checkpoint | undefined): Tampering | undefined {
  if (!checkpoint) return undefined;
  const { size, root } = checkpoint;
  if (tree.size < size) return { kind: "truncated", seq: tree.size, expected: `${size} lines`, actual: `${tree.size} lines` };
  const actual = roots.get(size);
  if (actual?.equals(root)) return undefined;
  return { kind: "rewritten", seq: 0, expected: root.toString("base64"), actual: `${actual?.toString("base64")}` };
}

import type { Check } from "../contract/check.ts";
import type { Receipt, StoredText } from "../contract/event.ts";
import type { Box } from "../contract/sandbox.ts";
import { sha256 } from "../lib/hash.ts";
import { readCounts } from "./read-counts.ts";
import type { TreeHasher } from "./tree-hash.ts";

export interface CheckRun {
  box: Pick<Box, "exec">;
  hasher: TreeHasher;
  phase: Receipt["phase"];
  /** Takes secrets out of what is kept. */
  redact(text: string): string;
  /** Keeps the output: the text itself when it is short, else a blob. */
  store(text: string): StoredText;
  signal: AbortSignal;
}

/** Tools ask no questions, draw nothing and look for no updates when they believe that nobody watches. */
const ENVIRONMENT = { CI: "1", NO_COLOR: "1", npm_config_update_notifier: "false" };

/**
 * Runs a check by itself: its own exit code, nothing between the program and the receipt.
 * Throws the signal's reason when aborted: half a check is no evidence.
 */
export async function runCheck(check: Check, { box, hasher, phase, redact, store, signal }: CheckRun): Promise<Receipt> {
  const before = await hasher.hash(signal);
  const startedAt = Date.now();
  const { argv, cwd, timeoutMs } = check;
  const result = await box.exec(argv, { cwd, timeoutMs, signal, env: ENVIRONMENT });
  signal.throwIfAborted();
  const after = await hasher.hash(signal);
  const printed = result.output.toString("utf8");
  const output = redact(printed);
  // With marks in it, the hash is theirs: one of the secret would let it be guessed, and could not be held against what is kept.
  const outputHash = output === printed ? result.outputHash : sha256(output);
  const counts = await readCounts(output);
  return {
    id: `receipt-${sha256([check.id, phase, startedAt, before.hash, outputHash].join("\0")).slice(0, 12)}`,
    check: check.id,
    proves: check.proves,
    from: check.from,
    argv: argv.map(redact),
    cwd,
    phase,
    exitCode: result.exitCode,
    signal: result.signal,
    timedOut: result.timedOut,
    ms: result.ms,
    outputHash,
    output: store(output),
    treeBefore: before.hash,
    treeAfter: after.hash,
    startedAt,
    ...(counts !== undefined && { counts }),
  };
}

/** What a receipt says about the tree: nothing, once the tree is another, or when the check itself changed what it judged. */
export type Standing = "current" | "stale" | "changed-tree";

export function standingOf({ treeBefore, treeAfter }: Pick<Receipt, "treeBefore" | "treeAfter">, tree: string): Standing {
  if (treeAfter !== tree) return "stale";
  return treeBefore === treeAfter ? "current" : "changed-tree";
}

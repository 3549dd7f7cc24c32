import type { Box } from "../../contract/sandbox.ts";
import { memoizeByIdentity } from "../../lib/memoize.ts";

/** Ends searches that a person would not wait for either. */
const TIMEOUT_MS = 60_000;

/**
 * What all searches share: hidden files count, `.git` does not, and what is ignored is what `.gitignore` files say.
 * Sorted, so that the same search gives the same answer.
 */
const commonArguments = [
  "--no-config",
  "--no-messages",
  "--hidden",
  "--glob=!.git",
  "--no-require-git",
  "--no-ignore-dot",
  "--no-ignore-exclude",
  "--no-ignore-global",
  "--sort=path",
];

/** The ripgrep that runs in this box, the bundled one before that on PATH; undefined when there is none. */
export const ripgrepIn = memoizeByIdentity(async (box: Box): Promise<string | undefined> => {
  for (const program of [await bundledRipgrep(), "rg"]) {
    if (program !== undefined && (await runs(box, program))) return program;
  }
  return undefined;
});

/** Runs ripgrep and calls `onRecord` for each piece of output that ends with `separator`, until it returns false. */
export async function runRipgrep(
  box: Box,
  { program, args, separator, signal, onRecord }: RipgrepRun,
): Promise<{ exitCode: number | null; timedOut: boolean; output: string }> {
  const enough = new AbortController();
  let rest: Buffer = Buffer.alloc(0);
  const onOutput = (chunk: Buffer) => {
    if (enough.signal.aborted) return;
    const pieces = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = pieces.indexOf(separator); end !== -1; end = pieces.indexOf(separator, start)) {
      if (!onRecord(pieces.subarray(start, end))) return enough.abort();
      start = end + 1;
    }
    rest = pieces.subarray(start);
  };
  const result = await box.exec([program, ...commonArguments, ...args], {
    timeoutMs: TIMEOUT_MS,
    signal: AbortSignal.any([signal, enough.signal]),
    maxBytes: 64 * 1024,
    onOutput,
  });
  signal.throwIfAborted();
  return { exitCode: result.exitCode, timedOut: result.timedOut, output: result.output.toString("utf8") };
}

interface RipgrepRun {
  program: string;
  args: readonly string[];
  separator: "\n" | "\0";
  signal: AbortSignal;
  onRecord(record: Buffer): boolean;
}

async function bundledRipgrep(): Promise<string | undefined> {
  try {
    return (await import("@vscode/ripgrep")).rgPath;
  } catch {
    // An optional dependency: not every platform has it.
    return undefined;
  }
}

async function runs(box: Box, program: string): Promise<boolean> {
  try {
    const { output } = await box.exec([program, "--version"], { timeoutMs: TIMEOUT_MS });
    return output.toString("utf8").startsWith("ripgrep");
  } catch {
    // A box may throw where the program is not visible in it.
    return false;
  }
}

import type { Box, CommandResult } from "../../contract/sandbox.ts";

/** Ends searches that a person would not wait for either. */
const TIMEOUT_MS = 60_000;
/** The output is used as it arrives; only complaints are looked at afterwards. */
const KEPT_BYTES = 16 * 1024;

/** What all searches and lists of files share: hidden files count, `.git` does not, and what is ignored is what `.gitignore` files say. */
export const commonArguments: readonly string[] = [
  "--no-config",
  "--no-messages",
  "--hidden",
  "--glob=!.git",
  "--no-require-git",
  "--no-ignore-dot",
  "--no-ignore-exclude",
  "--no-ignore-global",
];

export interface RipgrepRun {
  args: readonly string[];
  /** Ends each record of the output. */
  separator: "\n" | "\0";
  signal: AbortSignal;
  /** Called for each record until it returns false. */
  onRecord(record: Buffer): boolean;
}

/** Runs ripgrep in the box: the bundled one where the box can see it, else the one on PATH. Undefined when there is neither. */
export async function runRipgrep(box: Box, run: RipgrepRun): Promise<CommandResult | undefined> {
  for (const program of [await bundledRipgrep(), "rg"]) {
    if (program === undefined) continue;
    const result = await runProgram(box, program, run);
    run.signal.throwIfAborted();
    if (started(result)) return result;
  }
  return undefined;
}

function started({ exitCode, signal, timedOut, aborted }: CommandResult): boolean {
  return exitCode !== null || signal !== null || timedOut || aborted;
}

async function runProgram(box: Box, program: string, { args, separator, signal, onRecord }: RipgrepRun): Promise<CommandResult> {
  const enough = new AbortController();
  /** The record that has begun, in pieces: joined once, however long it gets. */
  let begun: Buffer[] = [];
  const onOutput = (chunk: Buffer) => {
    if (enough.signal.aborted) return;
    let start = 0;
    for (let end = chunk.indexOf(separator); end !== -1; end = chunk.indexOf(separator, start)) {
      const record = Buffer.concat([...begun, chunk.subarray(start, end)]);
      begun = [];
      if (!onRecord(record)) return enough.abort();
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  };
  return box.exec([program, ...commonArguments, ...args], {
    timeoutMs: TIMEOUT_MS,
    signal: AbortSignal.any([signal, enough.signal]),
    maxBytes: KEPT_BYTES,
    onOutput,
  });
}

/** Where the package brings it for this platform. */
export async function bundledRipgrep(): Promise<string | undefined> {
  try {
    return (await import("@vscode/ripgrep")).rgPath;
  } catch {
    // An optional dependency: not every platform has it.
    return undefined;
  }
}

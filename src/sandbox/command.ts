import { FettleError } from "../contract/error.ts";
import type { CommandOptions, CommandResult } from "../contract/sandbox.ts";
import { BoundedOutput } from "./bounded-output.ts";
import type { Ending, Process } from "../contract/backend.ts";

const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;
/** Between SIGTERM and SIGKILL. */
const TERM_GRACE_MS = 2_000;

/** Sees one command through: collects its output, ends it when its time is over or nobody waits for it any more. */
export async function runCommand(start: () => Promise<Process>, options: CommandOptions): Promise<CommandResult> {
  const startedAt = performance.now();
  const collected = new BoundedOutput(options.maxBytes ?? DEFAULT_MAX_BYTES);
  const { signal } = options;
  const isAborted = (): boolean => signal?.aborted ?? false;
  let timedOut = false;
  let ending: Ending = { how: "never" };

  if (!isAborted()) {
    const process = await start();
    process.output.on("data", (chunk: Buffer) => {
      collected.push(chunk);
      options.onOutput?.(chunk);
    });
    const stopTimer = onTimeout(options.timeoutMs, () => {
      timedOut = true;
      terminate(process);
    });
    const abort = (): void => process.kill("SIGKILL");
    signal?.addEventListener("abort", abort, { once: true });
    if (isAborted()) abort(); // While the box started.
    ending = await process.ended;
    signal?.removeEventListener("abort", abort);
    stopTimer();
  }

  const aborted = isAborted();
  if (ending.how === "lost" && !timedOut && !aborted) {
    throw new FettleError("sandbox.failed", `The command was lost: ${ending.reason}.`, {
      hint: "Nothing of it is left running; the next command starts as usual.",
    });
  }
  return {
    exitCode: ending.how === "exit" ? ending.code : null,
    signal: toSignal(ending),
    timedOut,
    aborted,
    ...collected.finish(),
    ms: performance.now() - startedAt,
  };
}

/** Asks, and after a grace insists. */
export function terminate(process: Process): void {
  process.kill("SIGTERM");
  const timer = setTimeout(() => process.kill("SIGKILL"), TERM_GRACE_MS);
  void process.ended.then(() => clearTimeout(timer));
}

/** What is lost was killed, by the harness or by itself. */
export function toSignal(ending: Ending): string | null {
  if (ending.how === "lost") return "SIGKILL";
  return ending.how === "signal" ? ending.signal : null;
}

function onTimeout(timeoutMs: number, act: () => void): () => void {
  if (timeoutMs === 0) return () => {};
  const timer = setTimeout(act, timeoutMs);
  return () => clearTimeout(timer);
}

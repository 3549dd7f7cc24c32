import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Box, CommandResult } from "../../src/contract/sandbox.ts";
import { sha256 } from "../../src/lib/hash.ts";

/** Runs real programs in `workspace`, unconfined: what verification needs of a box. */
export function processesIn(workspace: string): Pick<Box, "exec"> {
  return {
    exec: ([program, ...args], { cwd = ".", env, timeoutMs, signal, onOutput }) =>
      new Promise((resolve) => {
        const limit = timeoutMs === 0 ? undefined : AbortSignal.timeout(timeoutMs);
        const stop = AbortSignal.any([limit, signal].filter((each) => each !== undefined));
        const child = spawn(program!, args, {
          cwd: join(workspace, cwd),
          env: { ...process.env, ...env },
          stdio: ["ignore", "pipe", "pipe"],
        });
        const chunks: Buffer[] = [];
        for (const stream of [child.stdout, child.stderr]) {
          stream.on("data", (chunk: Buffer) => {
            chunks.push(chunk);
            onOutput?.(chunk);
          });
        }
        const end = (exitCode: number | null, endedBy: string | null): void => {
          const output = Buffer.concat(chunks);
          const facts = { output, totalBytes: output.length, omittedBytes: 0, outputHash: sha256(output), ms: 1 };
          resolve({
            exitCode,
            signal: endedBy,
            timedOut: limit?.aborted === true,
            aborted: signal?.aborted === true,
            ...facts,
          } satisfies CommandResult);
        };
        child.on("error", () => end(null, null));
        child.on("close", end);
        stop.addEventListener("abort", () => child.kill());
      }),
  };
}

import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { FettleError } from "../../contract/error.ts";
import type { SurfaceIo } from "../../contract/surface.ts";
import { readAll } from "./read-all.ts";

/** One line from the terminal that is not shown while it is typed, or all of standard input when it is no terminal. */
export async function readSecret(question: string, io: SurfaceIo): Promise<string> {
  const { stdin, stderr, interrupt } = io;
  if (stdin.isTTY !== true) return await readAll(io);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // From here on the terminal shows nothing of what is typed.
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  stderr.write(question);
  // In raw mode Ctrl-C is a character, not a signal.
  const cancelled = new AbortController();
  lines.on("SIGINT", () => cancelled.abort()).on("close", () => cancelled.abort());
  try {
    return await lines.question("", { signal: AbortSignal.any([interrupt, cancelled.signal]) });
  } catch (error) {
    if (!cancelled.signal.aborted && !interrupt.aborted) throw error;
    throw new FettleError("turn.interrupted", "Nothing was stored");
  } finally {
    lines.close();
    stderr.write("\n");
  }
}

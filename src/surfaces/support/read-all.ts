import { addAbortSignal, type Readable } from "node:stream";
import { FettleError } from "../../contract/error.ts";
import type { SurfaceIo } from "../../contract/surface.ts";

/** All of standard input as text. Throws `turn.interrupted` when the user does not wait for its end. */
export async function readAll({ stdin, interrupt }: Pick<SurfaceIo, "stdin" | "interrupt">): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of addAbortSignal(interrupt, stdin as Readable)) chunks.push(Buffer.from(chunk));
  } catch (error) {
    if (interrupt.aborted) throw new FettleError("turn.interrupted", "Interrupted while standard input was read", { cause: error });
    throw error;
  }
  return Buffer.concat(chunks).toString("utf8");
}

import { existsSync } from "node:fs";
import { join } from "node:path";

/** What threads are started with: of the build, beside the folder of its chunks, or the source. */
export function workerFile(): string {
  const built = join(import.meta.dirname, "../graph-worker.js");
  return existsSync(built) ? built : join(import.meta.dirname, "worker.ts");
}

import { once } from "node:events";
import { existsSync, watch } from "node:fs";
import { dirname } from "node:path";

/** Resolves when there is a file at `path`, whose folder must be there already. */
export async function untilThere(path: string): Promise<void> {
  const watcher = watch(dirname(path));
  try {
    while (!existsSync(path)) await once(watcher, "change");
  } finally {
    watcher.close();
  }
}

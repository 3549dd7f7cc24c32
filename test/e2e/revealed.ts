import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import type { Stage } from "./harness.ts";

/** Everything of a run that is kept, sent or shown, with blobs unpacked. */
export function revealed({ model, home }: Stage, ...shown: string[]): string {
  const state = join(home, ".fettle");
  const kept = readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".key") && entry.name !== "reserve" && entry.name !== "credentials.json")
    .map((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return (entry.name.endsWith(".zst") ? zstdDecompressSync(bytes) : bytes).toString("utf8");
    });
  return [...model.seen.map(({ body }) => JSON.stringify(body)), ...kept, ...shown].join("\n");
}

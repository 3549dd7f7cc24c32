import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { expect } from "vitest";
import { verifies } from "./verifies.ts";

/** Layer of each folder of src/. A file may import from its own folder and from lower layers. */
const layers: Record<string, number> = {
  contract: 0,
  lib: 0,
  testing: 1,
  config: 1,
  log: 1,
  models: 1,
  sandbox: 1,
  knowledge: 1,
  repair: 1,
  tools: 2,
  policy: 2,
  context: 2,
  verify: 2,
  interop: 2,
  agent: 3,
  fleet: 4,
  surfaces: 5,
};
const root = 6;
const src = resolve(import.meta.dirname, "../src");
const specifier = /(?:^|\s|\()(?:import|export)\s*(?:type\s*)?(?:[\w*{}\s,$]+\s+from\s*)?\(?\s*["']([^"']+)["']/g;

function folderOf(file: string): string {
  const path = relative(src, file).split(sep);
  return path.length > 1 ? path[0]! : "";
}

export function upwardImports(files: Iterable<{ file: string; text: string }>): string[] {
  const wrong: string[] = [];
  for (const { file, text } of files) {
    const from = folderOf(file);
    for (const [, target] of text.matchAll(specifier)) {
      if (!target!.startsWith(".")) continue;
      const to = folderOf(resolve(dirname(file), target!));
      if (to === from) continue;
      const fromLayer = from === "" ? root : layers[from];
      const toLayer = to === "" ? root : layers[to];
      const allowed =
        fromLayer !== undefined &&
        toLayer !== undefined &&
        (toLayer < fromLayer || (fromLayer === 0 && from === "contract" && to === "lib"));
      if (!allowed) wrong.push(`${relative(src, file)} imports ${target}`);
    }
  }
  return wrong;
}

function sources(): { file: string; text: string }[] {
  return readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file: join(src, file), text: readFileSync(join(src, file), "utf8") }));
}

verifies("repository.layers", () => {
  expect(upwardImports(sources())).toEqual([]);
});

verifies("repository.layers", "the check sees upward, sideways and dynamic imports", () => {
  const file = join(src, "log/events.ts");
  const planted = [
    `import { turn } from "../agent/turn.ts";`,
    `import type { Box } from "../sandbox/box.ts";`,
    `const x = await import("../surfaces/exec.ts");`,
    `export * from "../models/client.ts";`,
    `import { sha256 } from "../lib/hash.ts";`,
  ].join("\n");
  expect(upwardImports([{ file, text: planted }])).toHaveLength(4);
});

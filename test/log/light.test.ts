import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { expect } from "vitest";
import { verifies } from "../verifies.ts";

const heavy = /zod|^node:(zlib|sqlite|http|worker_threads)/;

/** What a module loads, directly and by way of others, besides files of its own project. */
function loadedBy(file: string): string[] {
  const program = `
    import { registerHooks } from "node:module";
    const seen = new Set();
    registerHooks({ resolve(specifier, context, next) { const found = next(specifier, context); seen.add(found.url); return found; } });
    await import(${JSON.stringify(resolve(import.meta.dirname, "../..", file))});
    console.log(JSON.stringify([...seen]));
  `;
  const urls = JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" })) as string[];
  return urls.filter((url) => url.startsWith("node:") || url.includes("/node_modules/"));
}

verifies("log.light", () => {
  expect([...loadedBy("src/log/writer.ts"), ...loadedBy("src/log/blobs.ts")].filter((url) => heavy.test(url))).toEqual([]);
});

verifies("log.light", "control: what is heavy is seen", () => {
  expect(loadedBy("src/contract/event.ts").some((url) => heavy.test(url))).toBe(true);
});

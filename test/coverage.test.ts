import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { requirements } from "./requirements.ts";
import { verifies } from "./verifies.ts";

const here = import.meta.dirname;

function citedIds(): Set<string> {
  const cited = new Set<string>();
  for (const file of readdirSync(here, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".test.ts") || file.startsWith("fixtures")) continue;
    for (const [, id] of readFileSync(join(here, file), "utf8").matchAll(/verifies(?:\.\w+)?\(\s*"([^"]+)"/g)) cited.add(id!);
  }
  return cited;
}

verifies("repository.requirements-tested", () => {
  const cited = citedIds();
  expect(Object.keys(requirements).filter((id) => !cited.has(id))).toEqual([]);
});

/** All attacks in one table, and that each has its tests. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { verifies } from "../verifies.ts";
import { cases, type AttackCase } from "./cases.ts";

/** What is missing of a case: files, a file, or the id in the titles of one. */
function gapsOf({ id, files }: AttackCase): string[] {
  if (files.length === 0) return [`${id}: no test`];
  return files.filter((file) => !titlesIn(file).some((title) => new RegExp(`\\b${id}\\b`).test(title))).map((file) => `${id}: ${file}`);
}

/** Of tests in a file below `test/`, as they stand there. */
function titlesIn(file: string): string[] {
  const path = join(import.meta.dirname, "..", file);
  if (!file.endsWith(".test.ts") || !existsSync(path)) return [];
  const titles = readFileSync(path, "utf8").matchAll(/\bverifies\(\s*"[^"]+",\s*(["'`])(?<title>.*?)(?<!\\)\1/gs);
  return Array.from(titles, ({ groups }) => groups?.["title"] ?? "");
}

verifies("attacks.registered", () => {
  process.stdout.write(
    `${cases.map(({ id, attack, expected, files }) => [id, attack, expected, files.join(" ")].join(" | ")).join("\n")}\n`,
  );
  const numbers = cases.map(({ id }) => Number(id.slice(1)));
  expect(numbers).toEqual(Array.from({ length: 87 }, (_, index) => index + 1));
  expect(cases.flatMap(gapsOf)).toEqual([]);
});

verifies("attacks.registered", "what is missing is told", () => {
  const [first, second] = ["attacks/register.test.ts", "attacks/missing.test.ts"];
  const told = (id: string, ...files: string[]): string[] => gapsOf({ id, attack: "", expected: "", files });
  // The title of this very test is one of a file's titles.
  expect([told("what", first), told("wha", first), told("what", first, second), told("what")]).toEqual([
    [],
    [`wha: ${first}`],
    [`what: ${second}`],
    ["what: no test"],
  ]);
});

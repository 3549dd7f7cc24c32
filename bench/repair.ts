/**
 * `npm run bench -- repair`: breaks real packages in the ways that refactorings and hurried edits do, mends them without a model, compiles
 * and tests them. Keeps each outcome in bench/repair/results.json, from which the table of docs/repair.md is made.
 */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { makeCases } from "./repair/cases.ts";
import { packages } from "./repair/packages.ts";
import { readPackage } from "./repair/project.ts";
import { type CaseResult, runCase } from "./repair/run-case.ts";
import { shares, total } from "./repair/shares.ts";
import { testPackage } from "./repair/test-package.ts";

/** Throws when a package does not pass its tests as it is. */
export async function benchRepair(): Promise<void> {
  for (const source of packages) {
    const { passed, all } = testPackage(source, readPackage(source));
    if (passed.size !== all) throw new Error(`${source.name} passes ${passed.size} of ${all} tests as it is`);
  }
  const results: CaseResult[] = [];
  for (const breakage of makeCases()) {
    const result = await runCase(breakage);
    results.push(result);
    console.log(`${result.mended ? "✓" : "✗"} ${result.kind}, ${result.package}: ${result.what}`);
  }
  writeFileSync(resolve(import.meta.dirname, "repair/results.json"), `${JSON.stringify(results, undefined, 2)}\n`);
  console.table([...shares(results), total(results)]);
}

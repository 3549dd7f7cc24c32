import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "vitest";
import { makeCases } from "../../bench/repair/cases.ts";
import { packages } from "../../bench/repair/packages.ts";
import { readPackage } from "../../bench/repair/project.ts";
import { type CaseResult, runCase } from "../../bench/repair/run-case.ts";
import { shares, total } from "../../bench/repair/shares.ts";
import { testPackage } from "../../bench/repair/test-package.ts";
import { verifies } from "../verifies.ts";

const recorded = JSON.parse(readFileSync(resolve("bench/repair/results.json"), "utf8")) as CaseResult[];

verifies("repair.benchmark", "a sample comes to what is recorded", async () => {
  const cases = makeCases({ of: packages.slice(0, 1), only: ["misspelt name", "missing property", "wrong path"] });
  const sample = cases.filter((_, index) => index % 3 === 0);
  const results: CaseResult[] = [];
  for (const breakage of sample) results.push(await runCase(breakage));
  expect(results).toEqual(
    sample.map((each) =>
      recorded.find(({ package: name, kind, what }) => name === each.package && kind === each.kind && what === each.what),
    ),
  );
});

verifies("repair.benchmark", "at least a hundred breakages, four fifths of them mended, no test spoilt", () => {
  const { broken, mended, spoilt } = total(recorded);
  expect([broken >= 100, mended / broken >= 0.8, spoilt, shares(recorded).length]).toEqual([true, true, 0, 13]);
});

verifies("repair.benchmark", "the tests of the packages can tell: what is broken by hand fails some", () => {
  const [source] = packages;
  const sources = readPackage(source!);
  const path = "src/delay.ts";
  const broken = new Map(sources).set(path, sources.get(path)!.replace("setTimeout(resolve, ms)", "setTimeout(reject, ms)"));
  expect(broken.get(path)).not.toBe(sources.get(path));
  const [whole, less] = [testPackage(source!, sources), testPackage(source!, broken)];
  expect([whole.passed.size === whole.all, less.passed.size < less.all]).toEqual([true, true]);
});

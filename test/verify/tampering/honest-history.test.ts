import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "vitest";
import { verifies } from "../../verifies.ts";
import { judgeHonestReleases, renderRates } from "./honest-history.ts";

const page = resolve(import.meta.dirname, "../../../docs/verification-rates.md");

verifies("tampering.honest", async () => {
  const judged = await judgeHonestReleases();
  const accused = judged.filter(({ findings }) => findings.some(({ severity }) => severity === "decides"));
  const packages = new Set(judged.map((release) => release.package));

  expect(accused.length / judged.length).toBeLessThanOrEqual(0.02);
  expect(packages.size).toBeGreaterThanOrEqual(5);
  // `node scripts/tampering-rates.ts --write` brings the page up to date.
  expect(readFileSync(page, "utf8")).toContain(`\n${renderRates(judged)}\n`);
});

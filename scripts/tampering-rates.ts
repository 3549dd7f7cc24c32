/**
 * Prints how often the detectors of tampering speak of honest releases: of the recorded ones, which `--write` puts into the documentation,
 * or of those in a folder that `scripts/take-releases.ts` has written.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { judgeHonestReleases, renderRates } from "../test/verify/tampering/honest-history.ts";

const page = resolve(import.meta.dirname, "../docs/verification-rates.md");
const begin = "<!-- rates: written by `node scripts/tampering-rates.ts --write` -->";
const end = "<!-- /rates -->";

const folder = process.argv.slice(2).find((word) => !word.startsWith("-"));
const judged = await judgeHonestReleases(folder);
for (const { package: name, to, findings } of judged)
  for (const { severity, rule, path, line, reason } of findings)
    if (severity === "decides") console.error(`${name} ${to}: ${rule} ${path}:${line}: ${reason}`);
const table = renderRates(judged);
console.log(table);
if (folder === undefined && process.argv.includes("--write")) {
  const text = readFileSync(page, "utf8");
  writeFileSync(page, `${text.slice(0, text.indexOf(begin))}${begin}\n${table}\n${text.slice(text.indexOf(end))}`);
}

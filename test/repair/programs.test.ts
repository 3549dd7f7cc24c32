import { expect } from "vitest";
import oxfmt from "../../src/repair/repairers/oxfmt.ts";
import oxlint from "../../src/repair/repairers/oxlint.ts";
import eslint from "../../src/repair/repairers/eslint.ts";
import { defineFixingProgram } from "../../src/repair/programs/fixing-program.ts";
import { readBiome, readEslint, readLines } from "../../src/repair/programs/reports.ts";
import { verifies } from "../verifies.ts";
import { openProject, repairInBox } from "./boxed.ts";

const rules = '{ "rules": { "use-isnan": "error", "no-debugger": "error", "no-unused-vars": "off" } }';
const ugly = "export const a   =  1\n";

verifies("repair.programs-mend", "a linter mends what it can in what the work has changed", async () => {
  const repair = await repairInBox(
    oxlint,
    { ".oxlintrc.json": rules, "src/a.js": "export const a = (x) => x === NaN;\n", "src/old.js": "export const a = (x) => x === NaN;\n" },
    { old: ["src/old.js"], tools: ["oxlint"] },
  );
  expect(repair).toEqual({
    reasons: ["src/a.js oxlint --fix: 1 → 0 (eslint(use-isnan))"],
    edits: new Map([["src/a.js", "export const a = (x) => isNaN(x);\n"]]),
    before: [{ file: "src/a.js", line: 1, code: "eslint(use-isnan)", message: expect.any(String) }],
    after: [],
  });
});

verifies("repair.programs-mend", "a formatter formats what the work has changed", async () => {
  const repair = await repairInBox(
    oxfmt,
    { ".oxfmtrc.json": "{}\n", "src/a.ts": ugly, "src/old.ts": ugly },
    { old: ["src/old.ts"], tools: ["oxfmt"] },
  );
  expect(repair?.edits).toEqual(new Map([["src/a.ts", "export const a = 1;\n"]]));
});

verifies("repair.programs-mend", "what is as it should be stays as it is", async () => {
  const files = { ".oxfmtrc.json": "{}\n", "src/a.ts": "export const a = 1;\n" };
  expect(await repairInBox(oxfmt, files, { tools: ["oxfmt"] })).toBeUndefined();
});

verifies("repair.programs-chosen", "a program without its configuration is not run", async () => {
  expect(await repairInBox(oxfmt, { "src/a.ts": ugly }, { tools: ["oxfmt"] })).toBeUndefined();
});

verifies("repair.programs-chosen", "a program that is not installed is left out", async () => {
  const files = { ".oxfmtrc.json": "{}", "eslint.config.js": "export default [];\n", "src/a.ts": ugly };
  expect([await repairInBox(oxfmt, files), await repairInBox(eslint, files)]).toEqual([undefined, undefined]);
});

verifies("repair.programs-chosen", "a program that the machine lacks is left out", async () => {
  const repairerOf = (program: string) =>
    defineFixingProgram({
      name: program,
      mends: ["lint"],
      files: /\.txt$/,
      configs: /^a\.txt$/,
      program,
      report: ["-n", "p", "--"],
      fix: ["-i", "s/a//", "--"],
      read: (output) => [...output.matchAll(/a/g)].map(() => ({ file: "a.txt", line: 1, code: "letter", message: "a letter" })),
    });
  await using project = await openProject();
  project.write({ "a.txt": "aa" });
  const repairs = [await project.repair(repairerOf("sed"), ["a.txt"]), await project.repair(repairerOf("never-heard-of-it"), ["a.txt"])];
  expect(repairs.map((repair) => repair?.edits.get("a.txt"))).toEqual(["a", undefined]);
});

verifies("repair.programs-mend", "reports of other programs are read", () => {
  const eslintReport = '[{"filePath":"/w/a.js","messages":[{"ruleId":"semi","severity":2,"message":"Missing.","line":3}]}]';
  expect([
    readEslint(eslintReport),
    readEslint("Oops! Something went wrong!"),
    readLines("a.py:1:8: F401 [*] `os` imported but unused\nFound 1 error.\n"),
    readBiome("::error title=lint/style/useConst,file=a.ts,line=2,endLine=2,col=1,endColumn=4::Use const.\n"),
  ]).toEqual([
    [{ file: "/w/a.js", line: 3, code: "semi", message: "Missing." }],
    undefined,
    [{ file: "a.py", line: 1, code: "F401", message: "[*] `os` imported but unused" }],
    [{ file: "a.ts", line: 2, code: "lint/style/useConst", message: "Use const." }],
  ]);
});

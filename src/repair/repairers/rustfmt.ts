import { defineFixingProgram } from "../programs/fixing-program.ts";
import { readNames } from "../programs/reports.ts";

/** Of one edition: the program has to be told, and formats by it. */
export default defineFixingProgram({
  name: "rustfmt",
  mends: ["format", "lint"],
  files: /\.rs$/,
  configs: /^$/,
  within: { path: "Cargo.toml", test: /^edition\s*=\s*"2021"/m },
  program: "rustfmt",
  report: ["--check", "--files-with-diff", "--edition", "2021"],
  fix: ["--edition", "2021"],
  read: readNames("not formatted"),
});

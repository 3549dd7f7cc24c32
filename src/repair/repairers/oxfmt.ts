import { defineFixingProgram } from "../programs/fixing-program.ts";
import { readNames } from "../programs/reports.ts";

export default defineFixingProgram({
  name: "oxfmt",
  mends: ["format", "lint"],
  files: /\.(?:[cm]?[jt]sx?|jsonc?|css|ya?ml|toml|html|vue|md)$/,
  configs: /^(?:\.oxfmtrc\.jsonc?|oxfmt\.config\.[cm]?[jt]s)$/,
  program: "node_modules/.bin/oxfmt",
  report: ["--list-different"],
  fix: ["--write"],
  read: readNames("not formatted"),
});

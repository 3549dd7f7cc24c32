import { defineFixingProgram } from "../programs/fixing-program.ts";
import { readOxlint } from "../programs/reports.ts";

export default defineFixingProgram({
  name: "oxlint",
  mends: ["lint"],
  files: /\.[cm]?[jt]sx?$/,
  configs: /^(?:\.?oxlintrc\.jsonc?|oxlint\.config\.[cm]?[jt]s)$/,
  program: "node_modules/.bin/oxlint",
  report: ["--format", "json"],
  fix: ["--fix"],
  read: readOxlint,
});

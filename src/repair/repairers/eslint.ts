import { defineFixingProgram } from "../programs/fixing-program.ts";
import { readEslint } from "../programs/reports.ts";

export default defineFixingProgram({
  name: "eslint",
  mends: ["lint"],
  files: /\.[cm]?[jt]sx?$/,
  configs: /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\.\w+)?)$/,
  program: "node_modules/.bin/eslint",
  report: ["--format", "json"],
  fix: ["--fix"],
  read: readEslint,
});

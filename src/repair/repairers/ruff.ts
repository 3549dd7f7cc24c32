import { defineFixingProgram } from "../programs/fixing-program.ts";
import { readLines } from "../programs/reports.ts";

export default defineFixingProgram({
  name: "ruff",
  mends: ["lint"],
  files: /\.pyi?$/,
  configs: /^\.?ruff\.toml$/,
  within: { path: "pyproject.toml", test: /^\[tool\.ruff\b/m },
  program: "ruff",
  report: ["check", "--output-format", "concise"],
  fix: ["check", "--fix"],
  read: readLines,
});

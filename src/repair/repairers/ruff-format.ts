import { defineFixingProgram } from "../programs/fixing-program.ts";

export default defineFixingProgram({
  name: "ruff-format",
  mends: ["format", "lint"],
  files: /\.pyi?$/,
  configs: /^\.?ruff\.toml$/,
  within: { path: "pyproject.toml", test: /^\[tool\.ruff\b/m },
  program: "ruff",
  report: ["format", "--check"],
  fix: ["format"],
  read: (output) =>
    [...output.matchAll(/^Would reformat: (.+)$/gm)].map(([, file]) => ({
      file: file!,
      line: 1,
      code: "format",
      message: "not formatted",
    })),
});

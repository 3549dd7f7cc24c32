import { defineFixingProgram } from "../programs/fixing-program.ts";

export default defineFixingProgram({
  name: "black",
  mends: ["format", "lint"],
  files: /\.pyi?$/,
  configs: /^\.black\.toml$/,
  within: { path: "pyproject.toml", test: /^\[tool\.black\]/m },
  program: "black",
  report: ["--check"],
  fix: ["--quiet"],
  read: (output) =>
    [...output.matchAll(/^would reformat (.+)$/gm)].map(([, file]) => ({ file: file!, line: 1, code: "format", message: "not formatted" })),
});

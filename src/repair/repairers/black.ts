import type { Diagnostic } from "../../contract/repairer.ts";
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
  read: (output) => [
    ...faults(output, /^would reformat (.+)$/gm, "format", "not formatted"),
    ...faults(output, /^error: cannot format (.+?): /gm, "parse", "cannot be formatted"),
  ],
});

function faults(output: string, pattern: RegExp, code: string, message: string): Diagnostic[] {
  return [...output.matchAll(pattern)].map(([, file]) => ({ file: file!, line: 1, code, message }));
}

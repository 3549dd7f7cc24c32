import { defineFixingProgram } from "../programs/fixing-program.ts";
import { readNames } from "../programs/reports.ts";

/** Adds imports that are missing and takes away those that are not used. */
export default defineFixingProgram({
  name: "goimports",
  mends: ["types", "build", "tests", "lint", "format"],
  files: /\.go$/,
  configs: /^go\.(?:mod|work)$/,
  program: "goimports",
  report: ["-l"],
  fix: ["-w"],
  read: readNames("imports are not as they should be"),
});

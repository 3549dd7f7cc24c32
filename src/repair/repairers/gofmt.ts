import { defineFixingProgram } from "../programs/fixing-program.ts";
import { readNames } from "../programs/reports.ts";

export default defineFixingProgram({
  name: "gofmt",
  mends: ["format", "lint"],
  files: /\.go$/,
  configs: /^go\.(?:mod|work)$/,
  program: "gofmt",
  report: ["-l"],
  fix: ["-w"],
  read: readNames("not formatted"),
});

import { defineFixingProgram } from "../programs/fixing-program.ts";
import { readNames } from "../programs/reports.ts";

/** Groups and sorts imports. Those that are missing it would choose by lot where several fit; that is left to who can tell. */
export default defineFixingProgram({
  name: "goimports",
  mends: ["format", "lint"],
  files: /\.go$/,
  configs: /^go\.(?:mod|work)$/,
  program: "goimports",
  report: ["-format-only", "-l"],
  fix: ["-format-only", "-w"],
  read: readNames("imports are not as they should be"),
});

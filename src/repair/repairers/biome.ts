import { defineFixingProgram } from "../programs/fixing-program.ts";
import { readBiome } from "../programs/reports.ts";

export default defineFixingProgram({
  name: "biome",
  mends: ["lint", "format"],
  files: /\.(?:[cm]?[jt]sx?|jsonc?|css)$/,
  configs: /^\.?biome\.jsonc?$/,
  program: "node_modules/.bin/biome",
  report: ["check", "--reporter=github", "--max-diagnostics=none"],
  fix: ["check", "--write"],
  read: readBiome,
});

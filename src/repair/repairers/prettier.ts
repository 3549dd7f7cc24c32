import { defineFixingProgram } from "../programs/fixing-program.ts";
import { readNames } from "../programs/reports.ts";

export default defineFixingProgram({
  name: "prettier",
  mends: ["format", "lint"],
  files: /\.(?:[cm]?[jt]sx?|jsonc?|css|scss|less|html|vue|md|mdx|ya?ml|graphql)$/,
  configs: /^(?:\.prettierrc(?:\.\w+)?|prettier\.config\.[cm]?[jt]s)$/,
  within: { path: "package.json", test: /"prettier"\s*:\s*[{"]/ },
  program: "node_modules/.bin/prettier",
  report: ["--list-different", "--ignore-unknown"],
  fix: ["--write", "--ignore-unknown"],
  read: readNames("not formatted"),
});

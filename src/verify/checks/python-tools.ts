import { defineCheck, type FoundCheck } from "../../contract/check.ts";
import { firstOf, placeOf, readText } from "../project-files.ts";
import { environmentFolders } from "../python-projects.ts";

/** Configured in pyproject.toml, and counted where the project has them installed. */
const TOOLS: readonly [section: RegExp, program: string, args: readonly string[], proves: "lint" | "types" | "format"][] = [
  [/^\[tool\.ruff\b/m, "ruff", ["check", "."], "lint"],
  [/^\[tool\.mypy\]/m, "mypy", ["."], "types"],
  [/^\[tool\.pyright\]/m, "pyright", [], "types"],
  [/^\[tool\.black\]/m, "black", ["--check", "."], "format"],
];

export default defineCheck({
  name: "pyproject.toml",
  async find(project) {
    const text = await readText(project, "pyproject.toml");
    if (text === undefined) return [];
    const checks: FoundCheck[] = [];
    for (const [section, program, args, proves] of TOOLS) {
      if (!section.test(text) || checks.some((check) => check.proves === proves)) continue;
      const path = await firstOf(
        project,
        environmentFolders.map((folder) => `${folder}/${program}`),
      );
      if (path !== undefined) checks.push({ id: program, argv: [path, ...args], proves, from: placeOf("pyproject.toml", text, section) });
    }
    return checks;
  },
});

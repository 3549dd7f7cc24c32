import { type Check, defineCheck } from "../../contract/check.ts";
import { exists, placeOf, readText } from "../project-files.ts";
import { timeoutsMs } from "../timeouts.ts";

/** Configured in pyproject.toml, and counted where the project has them installed. */
const TOOLS: readonly [section: RegExp, program: string, args: readonly string[], proves: "lint" | "types" | "format"][] = [
  [/^\[tool\.ruff\b/m, "ruff", ["check", "."], "lint"],
  [/^\[tool\.mypy\]/m, "mypy", ["."], "types"],
  [/^\[tool\.pyright\]/m, "pyright", [], "types"],
  [/^\[tool\.black\]/m, "black", ["--check", "."], "format"],
];
const FOLDERS = [".venv/bin", "venv/bin"];

export default defineCheck({
  name: "pyproject.toml",
  async find(project) {
    const text = await readText(project, "pyproject.toml");
    if (text === undefined) return [];
    const checks: Check[] = [];
    for (const [section, program, args, proves] of TOOLS) {
      if (!section.test(text) || checks.some((check) => check.proves === proves)) continue;
      for (const folder of FOLDERS) {
        if (!(await exists(project, `${folder}/${program}`))) continue;
        const from = placeOf("pyproject.toml", text, section);
        checks.push({ id: program, argv: [`${folder}/${program}`, ...args], cwd: ".", proves, from, timeoutMs: timeoutsMs[proves] });
        break;
      }
    }
    return checks;
  },
});

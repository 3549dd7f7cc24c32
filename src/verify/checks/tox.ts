import { defineCheck } from "../../contract/check.ts";
import { placeOf, readText } from "../project-files.ts";

const RUNNERS: readonly [file: string, marks: RegExp, program: string][] = [
  ["tox.ini", /^\[(?:tox|testenv)/m, "tox"],
  ["pyproject.toml", /^\[tool\.tox\b/m, "tox"],
  ["noxfile.py", /^\s*@nox\.session/m, "nox"],
];

/** tox and nox: they make the environments that Python's tests run in. */
export default defineCheck({
  name: "tox",
  wraps: 1,
  async find(project) {
    for (const [file, marks, program] of RUNNERS) {
      const text = await readText(project, file);
      if (text === undefined || !marks.test(text)) continue;
      return [{ id: program, argv: [program], proves: "tests", from: placeOf(file, text, marks) }];
    }
    return [];
  },
});

import { defineCheck, type Project } from "../../contract/check.ts";
import { findPytestConfig, interpreterOf, usesUnittest } from "../python-projects.ts";
import { exists, readText } from "../project-files.ts";

const FOLDERS = ["tests", "test", "."];

/** Python's own test runner, for tests that are written for it. */
export default defineCheck({
  name: "unittest",
  async find(project) {
    // pytest runs these, too.
    if ((await findPytestConfig(project)) !== undefined) return [];
    for (const folder of FOLDERS) {
      const test = await firstTest(project, folder);
      if (test === undefined) continue;
      const python = await interpreterOf(project);
      const where = folder === "." ? [] : ["-s", folder, "-t", "."];
      // From the root, a folder without `__init__.py` cannot be imported.
      const top = folder === "." || (await exists(project, `${folder}/__init__.py`)) ? where : ["-s", folder];
      const argv = [python, "-m", "unittest", "discover", ...top];
      return [{ id: "unittest", argv, proves: "tests", from: test }];
    }
    return [];
  },
});

/** `tests/test_money.py:1`, when that is a test for `unittest` and none for pytest. */
async function firstTest(project: Project, folder: string): Promise<string | undefined> {
  const entries = await project.files.list(folder).catch(() => []);
  for (const name of entries.map((entry) => entry.name).sort()) {
    if (!/^test.*\.py$/.test(name)) continue;
    const path = folder === "." ? name : `${folder}/${name}`;
    const text = await readText(project, path);
    if (text !== undefined && usesUnittest(text)) return `${path}:1`;
  }
  return undefined;
}

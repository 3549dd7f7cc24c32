import { defineCheck, type Project } from "../../contract/check.ts";
import { exists, firstOf, placeOf, readText } from "../project-files.ts";
import { findPytestConfig, interpreterOf, type PytestConfig, usesUnittest } from "../python-projects.ts";

const PROJECTS = ["pyproject.toml", "setup.py", "setup.cfg", "requirements.txt"];

export default defineCheck({
  name: "pytest",
  async find(project) {
    const from = await configuredAt(project);
    if (from === undefined) return [];
    const python = await interpreterOf(project);
    const argv = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider"];
    return [{ id: "pytest", argv, proves: "tests", from }];
  },
  /** Options in the configuration are as good as options on the command line: `addopts = "--collect-only"`. */
  async define(project, argv) {
    if (argv[1] !== "-m" || argv[2] !== "pytest") return undefined;
    const config = await findPytestConfig(project);
    return config === undefined ? "" : sectionOf(config);
  },
});

/** Up to the next section. */
function sectionOf({ text, section }: PytestConfig): string {
  const [head = "", ...lines] = text.slice(section.exec(text)?.index).split(/\r?\n/);
  const end = lines.findIndex((line) => line.startsWith("["));
  return [head, ...(end === -1 ? lines : lines.slice(0, end))].join("\n").trim();
}

async function configuredAt(project: Project): Promise<string | undefined> {
  const config = await findPytestConfig(project);
  if (config !== undefined) return placeOf(config.file, config.text, config.section);
  const packaged = (await firstOf(project, PROJECTS)) !== undefined;
  return packaged ? firstTest(project) : undefined;
}

/** By pytest's own convention: `tests/test_money.py`. */
async function firstTest(project: Project): Promise<string | undefined> {
  for (const folder of ["tests", "test"]) {
    if (!(await exists(project, folder))) continue;
    const names = (await project.files.list(folder)).map(({ name }) => name).sort();
    const test = names.find((name) => /^test_.*\.py$|_test\.py$/.test(name));
    if (test !== undefined && !usesUnittest((await readText(project, `${folder}/${test}`)) ?? "")) return `${folder}/${test}:1`;
  }
  return undefined;
}

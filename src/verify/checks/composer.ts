import { defineCheck, type FoundCheck, type Project } from "../../contract/check.ts";
import { firstOf, placeOf, readText } from "../project-files.ts";
import { jsonScripts } from "../json-scripts.ts";

const FILE = "composer.json";
const NAMES: readonly [proves: "lint" | "types" | "tests", names: readonly string[]][] = [
  ["lint", ["lint", "cs", "phpcs", "check-style"]],
  ["types", ["phpstan", "analyse", "analyze", "psalm", "stan"]],
  ["tests", ["test", "tests", "phpunit"]],
];

export default defineCheck({
  name: FILE,
  async find(project) {
    const text = await readText(project, FILE);
    if (text === undefined) return [];
    const scripts = jsonScripts(FILE, text);
    const checks = NAMES.flatMap(([proves, names]): FoundCheck[] => {
      const script = names.map((name) => scripts.get(name)).find((each) => each !== undefined);
      if (script === undefined) return [];
      const argv = ["composer", "run-script", "--timeout=0", script.name];
      return [{ id: `composer ${script.name}`, argv, proves, from: `${FILE}:${script.line}` }];
    });
    return checks.some(({ proves }) => proves === "tests") ? checks : [...checks, ...(await phpunit(project))];
  },
  async define(project, [program, , , name]) {
    if (program !== "composer" || name === undefined) return undefined;
    const text = await readText(project, FILE);
    return text === undefined ? undefined : jsonScripts(FILE, text).get(name)?.body;
  },
});

async function phpunit(project: Project): Promise<FoundCheck[]> {
  const config = await firstOf(project, ["phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml"]);
  if (config === undefined) return [];
  const text = (await readText(project, config)) ?? "";
  const from = placeOf(config, text, /<phpunit\b/);
  return [{ id: "phpunit", argv: ["vendor/bin/phpunit"], proves: "tests", from }];
}

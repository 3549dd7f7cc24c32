import { defineCheck, type FoundCheck, type Project } from "../../contract/check.ts";
import { readCommand } from "../command-line.ts";
import { lineAt, readText } from "../project-files.ts";

const FILES = ["AGENTS.md", "CLAUDE.md", "CONTRIBUTING.md"];

/** Commands as they stand in instructions: in a code span, or a line of a code block. */
export default defineCheck({
  name: "AGENTS.md",
  wraps: 2,
  async find(project) {
    for (const file of FILES) {
      const checks = await commandsIn(project, file);
      if (checks.length > 0) return checks;
    }
    return [];
  },
});

async function commandsIn(project: Project, file: string): Promise<FoundCheck[]> {
  const text = await readText(project, file);
  const checks: FoundCheck[] = [];
  for (const match of (text ?? "").matchAll(/`([^`\n]+)`|^[ \t]*([^`\n]+?)[ \t]*(?:#[^\n]*)?$/gm)) {
    const inBlock = match[1] === undefined;
    if (inBlock && !isFenced(text!, match.index)) continue;
    const known = readCommand(match[1] ?? match[2]!);
    if (known === undefined || checks.some(({ proves }) => proves === known.proves)) continue;
    const { argv, proves } = known;
    checks.push({
      id: argv.join(" "),
      argv,
      proves,
      from: `${file}:${lineAt(text!, match.index)}`,
    });
  }
  return checks;
}

function isFenced(text: string, offset: number): boolean {
  return (text.slice(0, offset).match(/^[ \t]*(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
}

import type { LineCounter, Scalar } from "yaml";
import { defineCheck, type FoundCheck, type Project } from "../../contract/check.ts";
import { readCommand } from "../command-line.ts";
import { readText } from "../project-files.ts";

const WORKFLOWS = ".github/workflows";
const FILES = [
  ".gitlab-ci.yml",
  ".circleci/config.yml",
  "azure-pipelines.yml",
  ".travis.yml",
  "bitbucket-pipelines.yml",
  ".woodpecker.yml",
];
/** Keys whose texts are commands, one a line. */
const RUN_KEYS = new Set(["run", "script", "before_script", "command", "commands", "bash"]);

/** What a server runs for each change: the steps of it that are understood. A file that is no YAML has none, and is told. */
export default defineCheck({
  name: "CI",
  wraps: 3,
  async find(project, onUnread) {
    const checks: FoundCheck[] = [];
    for (const file of [...(await workflows(project)), ...FILES]) {
      const text = await readText(project, file);
      if (text === undefined) continue;
      for (const { command, line } of await commandsIn(text, (line, message) => onUnread(`${file}:${line}`, message))) {
        const known = readCommand(command);
        if (known === undefined || checks.some(({ proves }) => proves === known.proves)) continue;
        const { argv, proves } = known;
        checks.push({ id: argv.join(" "), argv, proves, from: `${file}:${line}` });
      }
    }
    return checks;
  },
});

async function workflows({ files }: Project): Promise<string[]> {
  const entries = await files.list(WORKFLOWS).catch(() => []);
  return entries
    .filter(({ name }) => /\.ya?ml$/.test(name))
    .map(({ name }) => `${WORKFLOWS}/${name}`)
    .sort();
}

async function commandsIn(text: string, onBroken: (line: number, message: string) => void): Promise<{ command: string; line: number }[]> {
  const { isMap, isScalar, LineCounter, parseAllDocuments, visit } = await import("yaml");
  const scalarsOf = (value: unknown): Scalar[] => ((value as { items?: unknown[] } | null)?.items ?? []).filter((item) => isScalar(item));
  const lines = new LineCounter();
  const found: { command: string; line: number }[] = [];
  for (const document of parseAllDocuments(text, { lineCounter: lines })) {
    const [broken] = document.errors;
    if (broken !== undefined) {
      onBroken(broken.linePos?.[0].line ?? 1, broken.message.split("\n")[0]!);
      continue;
    }
    visit(document, {
      Pair(_, { key, value }) {
        if (!isScalar(key) || !RUN_KEYS.has(String(key.value))) return;
        const scalars = isScalar(value) ? [value] : isMap(value) ? [] : scalarsOf(value);
        for (const scalar of scalars) found.push(...linesOf(scalar, lines));
      },
    });
  }
  return found;
}

function linesOf({ value, range, type }: Scalar, lines: LineCounter): { command: string; line: number }[] {
  if (typeof value !== "string") return [];
  const start = lines.linePos(range?.[0] ?? 0).line;
  // The text of a block begins below its mark.
  const first = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED" ? start + 1 : start;
  return value.split("\n").map((command, index) => ({ command, line: first + index }));
}

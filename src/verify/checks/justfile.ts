import { type Check, defineCheck, type FoundCheck, type Project } from "../../contract/check.ts";
import { gatherMentioned } from "../mentioned.ts";
import { lineAt, readText } from "../project-files.ts";

const FILES = ["justfile", "Justfile", ".justfile"];
const RECIPES: readonly [name: string, proves: Check["proves"]][] = [
  ["typecheck", "types"],
  ["build", "build"],
  ["lint", "lint"],
  ["test", "tests"],
];
/** `test *args: build`, but not `flags := ""`; https://just.systems/man/en/. */
const RECIPE = /^@?([A-Za-z_][\w-]*)[^\n:=]*:(?!=)/gm;

export default defineCheck({
  name: "justfile",
  wraps: 1,
  async find(project) {
    const justfile = await readJustfile(project);
    if (justfile === undefined) return [];
    const recipes = recipesIn(justfile.text);
    return RECIPES.flatMap(([name, proves]): FoundCheck[] => {
      const recipe = recipes.get(name);
      if (recipe === undefined) return [];
      const from = `${justfile.file}:${recipe.line}`;
      return [{ id: `just ${name}`, argv: ["just", name], proves, from }];
    });
  },
  async define(project, [program, name]) {
    if (program !== "just" || name === undefined) return undefined;
    const justfile = await readJustfile(project);
    const recipes = justfile === undefined ? new Map<string, Recipe>() : recipesIn(justfile.text);
    if (!recipes.has(name)) return undefined;
    const texts = new Map([...recipes].map(([of, { text }]) => [of, text]));
    return gatherMentioned([name], { texts, mentions: (_of, text) => text.split(/[^\w-]+/) });
  },
});

async function readJustfile(project: Project): Promise<{ file: string; text: string } | undefined> {
  for (const file of FILES) {
    const text = await readText(project, file);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

interface Recipe {
  line: number;
  /** Its head and its lines, up to the next recipe or assignment. */
  text: string;
}

function recipesIn(text: string): Map<string, Recipe> {
  const heads = [...text.matchAll(RECIPE)];
  return new Map(
    heads.map((head, index) => {
      const body = text.slice(head.index, heads[index + 1]?.index);
      return [head[1]!, { line: lineAt(text, head.index), text: body.trimEnd() }];
    }),
  );
}

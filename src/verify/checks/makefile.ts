import { type Check, defineCheck, type FoundCheck, type Project } from "../../contract/check.ts";
import { common, parseMakeRules } from "../make-rules.ts";
import { gatherMentioned } from "../mentioned.ts";
import { lineAt, readText } from "../project-files.ts";

const FILES = ["GNUmakefile", "makefile", "Makefile"];
/** `check` is, by the GNU conventions, the target that tests. */
const TARGETS: readonly [name: string, proves: Check["proves"]][] = [
  ["typecheck", "types"],
  ["fmt-check", "format"],
  ["format-check", "format"],
  ["check-format", "format"],
  ["build", "build"],
  ["lint", "lint"],
  ["test", "tests"],
  ["tests", "tests"],
  ["check", "tests"],
];

export default defineCheck({
  name: "Makefile",
  wraps: 1,
  async find(project) {
    const makefile = await readMakefile(project);
    if (makefile === undefined) return [];
    const targets = targetsIn(makefile.text);
    const checks = TARGETS.flatMap(([name, proves]): FoundCheck[] => {
      const line = targets.get(name);
      if (line === undefined) return [];
      const from = `${makefile.file}:${line}`;
      return [{ id: `make ${name}`, argv: ["make", name], proves, from }];
    });
    // Where both are there, `check` is usually `test` and more.
    return targets.has("test") && targets.has("check") ? checks.filter(({ id }) => id !== "make test") : checks;
  },
  async define(project, [program, target]) {
    if (program !== "make" || target === undefined) return undefined;
    const makefile = await readMakefile(project);
    if (makefile === undefined) return undefined;
    const texts = parseMakeRules(makefile.text);
    const mentions = (_name: string, text: string) => text.split(/[^\w./-]+/);
    return texts.has(target) ? gatherMentioned([target, common], { texts, mentions }) : undefined;
  },
});

async function readMakefile(project: Project): Promise<{ file: string; text: string } | undefined> {
  for (const file of FILES) {
    const text = await readText(project, file);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

/** Name → line of the rule: `test lint: build`, but not `.PHONY: test` and not `TEST := 1`. */
function targetsIn(text: string): Map<string, number> {
  const targets = new Map<string, number>();
  for (const rule of text.matchAll(/^([A-Za-z0-9][\w\-./ ]*?)[ \t]*::?(?![:=])/gm)) {
    for (const name of rule[1]!.split(/\s+/)) if (!targets.has(name)) targets.set(name, lineAt(text, rule.index));
  }
  return targets;
}

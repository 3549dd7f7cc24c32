import { type Check, defineCheck, type FoundCheck, type Project } from "../../contract/check.ts";
import { gatherMentioned } from "../mentioned.ts";
import { jsonScripts, type Script } from "../json-scripts.ts";
import { exists, firstOf, placeOf, readText } from "../project-files.ts";
import { memberScripts, packageManagers, runInMembers } from "../workspaces.ts";

const FILE = "package.json";

/** Names that scripts which check something go by. Of several that prove the same, the first counts. */
const NAMES: Readonly<Record<Exclude<Check["proves"], "custom">, readonly string[]>> = {
  types: [
    "typecheck",
    "type-check",
    "check-types",
    "check:types",
    "types",
    "types:check",
    "tsc",
    "check:ts",
    "test:types",
    "test:typescript",
  ],
  build: ["build"],
  lint: ["lint", "lint:check", "check:lint", "lint:ci"],
  format: ["format:check", "format-check", "check:format", "check-format", "fmt:check", "prettier:check", "lint:format", "format", "fmt"],
  tests: ["test"],
};

/** What `npm init` writes. */
const PLACEHOLDER = /no test specified/;
/** A script that edits is no check, and one that watches does not end. */
const NO_CHECK = /(?:^|\s)--(?:fix|write|watch(?:All)?)(?:\s|$|=true)/;
/** A formatter that only looks. */
const COMPARES = /(?:^|[\s:])(?:--check|--list-different|-[cl]|check|ci|lint)(?=$|[\s:])/;
const COMPILER = /(?:^|[\s/&;])(?:tsc|vue-tsc|svelte-check|tsgo)(?=$|[\s&;])(?!.*--noCheck)/;

export default defineCheck({
  name: FILE,
  async find(project) {
    const text = await readText(project, FILE);
    if (text === undefined) return [];
    const scripts = jsonScripts(FILE, text);
    const runner = await packageManager(project, text);
    const shared = await memberScripts(project, text);
    const checks = (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((proves): FoundCheck[] => {
      const script = NAMES[proves].map((name) => scripts.get(name)).find((each) => each !== undefined && isCheck(each.body, proves));
      if (script !== undefined) return [{ id: script.name, argv: [runner, "run", script.name], proves, from: `${FILE}:${script.line}` }];
      // What the root has no script for, its members may all have.
      const member = NAMES[proves].find((name) => isCheck(shared.get(name) ?? "", proves));
      if (member === undefined) return [];
      return [{ id: member, argv: runInMembers(runner, member), proves, from: placeOf(FILE, text, /"workspaces"/) }];
    });
    const typesProven = checks.some(({ id, proves }) => proves === "types" || COMPILER.test(scripts.get(id)?.body ?? shared.get(id) ?? ""));
    return typesProven ? checks : [...(await plainCompiler(project)), ...checks];
  },
  async define(project, argv) {
    const name = scriptOf(argv);
    if (name === undefined) return undefined;
    const text = await readText(project, FILE);
    const scripts = text === undefined ? new Map<string, Script>() : jsonScripts(FILE, text);
    if (text !== undefined && !scripts.has(name)) return (await memberScripts(project, text)).get(name);
    if (!scripts.has(name)) return undefined;
    const texts = new Map([...scripts.values()].map((script) => [script.name, script.body]));
    return gatherMentioned([name], { texts, mentions: (of, body) => [`pre${of}`, `post${of}`, ...mentionedIn(body, texts.keys())] });
  },
});

/** The script that a command of this finder runs. */
function scriptOf([program = "", ...words]: Check["argv"]): string | undefined {
  const run = words.indexOf("run");
  return packageManagers.has(program) && run !== -1
    ? words.slice(run + 1).find((word) => !word.startsWith("-") && word !== "*")
    : undefined;
}

/** Scripts that another one runs, by whatever runner: `npm run unit && npm run lint`, `run-s lint:*`. */
function mentionedIn(body: string, names: Iterable<string>): string[] {
  const words = body.split(/[\s"'`;&|(){},]+/);
  const groups = words.filter((word) => /:\*+$/.test(word)).map((word) => word.replace(/\*+$/, ""));
  return [...names].filter((name) => words.includes(name) || groups.some((group) => name.startsWith(group))).sort();
}

function isCheck(body: string, proves: Check["proves"]): boolean {
  if (proves === "format" && !COMPARES.test(body)) return false;
  return body.trim() !== "" && !PLACEHOLDER.test(body) && !NO_CHECK.test(body);
}

const LOCK_FILES: readonly [file: string, manager: string][] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

/** What `packageManager` names, else whose lock file is there, else npm. */
async function packageManager(project: Project, text: string): Promise<string> {
  const declared = /"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/.exec(text)?.[1];
  if (declared !== undefined) return declared;
  for (const [file, manager] of LOCK_FILES) if (await exists(project, file)) return manager;
  return "npm";
}

/** The compiler that the project has installed, where it has a configuration but no script that runs it. */
async function plainCompiler(project: Project): Promise<FoundCheck[]> {
  const config = await readText(project, "tsconfig.json");
  const compiler = await firstOf(project, ["node_modules/typescript/bin/tsc"]);
  if (config === undefined || compiler === undefined) return [];
  // A configuration that only refers to others checks nothing by itself.
  const mode = /"references"\s*:/.test(config) ? ["-b"] : ["-p", "."];
  const argv = ["node", compiler, ...mode, "--noEmit"];
  return [{ id: "tsc", argv, proves: "types", from: "tsconfig.json:1" }];
}

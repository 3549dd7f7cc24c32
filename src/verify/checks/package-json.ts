import { findNodeAtLocation, type Node, parseTree, type ParseError, printParseErrorCode } from "jsonc-parser";
import { type Check, defineCheck, type Project } from "../../contract/check.ts";
import { gatherMentioned } from "../mentioned.ts";
import { exists, firstOf, lineAt, readText, unreadable } from "../project-files.ts";
import { timeoutsMs } from "../timeouts.ts";

const FILE = "package.json";

/** Names that scripts which check something go by. Of several that prove the same, the first counts. */
const NAMES: Readonly<Record<Exclude<Check["proves"], "custom">, readonly string[]>> = {
  types: ["typecheck", "type-check", "check-types", "check:types", "types", "tsc"],
  build: ["build"],
  lint: ["lint", "lint:check", "check:lint"],
  format: ["format:check", "check:format", "fmt:check", "prettier:check"],
  tests: ["test"],
};

/** What `npm init` writes. */
const PLACEHOLDER = /no test specified/;
/** A script that edits is no check, and one that watches does not end. */
const NO_CHECK = /(?:^|\s)--(?:fix|write|watch(?:All)?)(?:\s|$|=true)/;
const COMPILER = /(?:^|[\s/&;])(?:tsc|vue-tsc|svelte-check|tsgo)(?=$|[\s&;])(?!.*--noCheck)/;

export default defineCheck({
  name: FILE,
  async find(project) {
    const text = await readText(project, FILE);
    if (text === undefined) return [];
    const scripts = scriptsIn(text);
    const runner = await packageManager(project, text);
    const checks = (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((proves): Check[] => {
      const script = NAMES[proves].map((name) => scripts.get(name)).find((each) => each !== undefined && isCheck(each.body));
      if (script === undefined) return [];
      const argv = [runner, "run", script.name];
      return [{ id: script.name, argv, cwd: ".", proves, from: `${FILE}:${script.line}`, timeoutMs: timeoutsMs[proves] }];
    });
    const typesProven = checks.some(({ id, proves }) => proves === "types" || COMPILER.test(scripts.get(id)?.body ?? ""));
    return typesProven ? checks : [...(await plainCompiler(project)), ...checks];
  },
  async define(project, [, run, name]) {
    if (run !== "run" || name === undefined) return undefined;
    const text = await readText(project, FILE);
    const scripts = text === undefined ? new Map<string, Script>() : scriptsIn(text);
    if (!scripts.has(name)) return undefined;
    const texts = new Map([...scripts.values()].map((script) => [script.name, script.body]));
    return gatherMentioned([name], { texts, mentions: (of, body) => [`pre${of}`, `post${of}`, ...mentionedIn(body, texts.keys())] });
  },
});

/** Scripts that another one runs, by whatever runner: `npm run unit && npm run lint`, `run-s lint:*`. */
function mentionedIn(body: string, names: Iterable<string>): string[] {
  const words = body.split(/[\s"'`;&|(){},]+/);
  const groups = words.filter((word) => /:\*+$/.test(word)).map((word) => word.replace(/\*+$/, ""));
  return [...names].filter((name) => words.includes(name) || groups.some((group) => name.startsWith(group))).sort();
}

interface Script {
  name: string;
  body: string;
  line: number;
}

function scriptsIn(text: string): Map<string, Script> {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [error] = errors;
  if (error !== undefined) throw unreadable(`${FILE}:${lineAt(text, error.offset)}`, printParseErrorCode(error.error));
  const scripts = new Map<string, Script>();
  for (const property of (root && findNodeAtLocation(root, ["scripts"]))?.children ?? []) {
    const [key, value] = property.children ?? [];
    if (isString(key) && isString(value)) scripts.set(key.value, { name: key.value, body: value.value, line: lineAt(text, key.offset) });
  }
  return scripts;
}

function isString(node: Node | undefined): node is Node & { value: string } {
  return node?.type === "string";
}

function isCheck(body: string): boolean {
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
async function plainCompiler(project: Project): Promise<Check[]> {
  const config = await readText(project, "tsconfig.json");
  const compiler = await firstOf(project, ["node_modules/typescript/bin/tsc"]);
  if (config === undefined || compiler === undefined) return [];
  // A configuration that only refers to others checks nothing by itself.
  const mode = /"references"\s*:/.test(config) ? ["-b"] : ["-p", "."];
  const argv = ["node", compiler, ...mode, "--noEmit"];
  return [{ id: "tsc", argv, cwd: ".", proves: "types", from: "tsconfig.json:1", timeoutMs: timeoutsMs.types }];
}

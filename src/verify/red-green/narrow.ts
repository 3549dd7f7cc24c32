import { relative } from "node:path/posix";
import type { Check } from "../../contract/check.ts";
import type { Language } from "../../knowledge/syntax/languages.ts";
import { readRunnerCommand } from "../runner-command.ts";
import type { NewTest } from "./plan.ts";

const SCRIPT: readonly Language[] = ["typescript", "tsx", "javascript"];

/** By runner, as counts name it: the languages of its tests, and how its command is told to run only some of them. */
const RUNNERS: Readonly<Record<string, { languages: readonly Language[]; narrow?: Narrow }>> = {
  vitest: { languages: SCRIPT, narrow: (words, { files }) => [...words, ...files] },
  jest: { languages: SCRIPT, narrow: (words, { files }) => [...words, "--runTestsByPath", ...files] },
  mocha: { languages: SCRIPT, narrow: (words, { files }) => [...words, ...files] },
  "node:test": { languages: SCRIPT, narrow: (words, { files }) => [...words, ...files] },
  tap: { languages: SCRIPT },
  bun: { languages: SCRIPT, narrow: (words, { files }) => [...words, ...files.map((file) => `./${file}`)] },
  deno: { languages: SCRIPT },
  pytest: { languages: ["python"], narrow: (words, { files }) => [...words, ...files] },
  unittest: { languages: ["python"], narrow: narrowUnittest },
  "go test": { languages: ["go"], narrow: narrowGo },
  "cargo test": { languages: ["rust"], narrow: narrowCargo },
  surefire: { languages: ["java"] },
  gradle: { languages: ["java"] },
};

interface Wanted {
  /** Paths as the command sees them. */
  files: readonly string[];
  tests: readonly NewTest[];
}

/** The words of a command that runs the wanted tests, or somewhat more; undefined when it cannot be told so. */
type Narrow = (words: readonly string[], wanted: Wanted) => string[] | undefined;

/** Whether a check whose runner printed counts under these names runs tests in that language. Without counts it may. */
export function runsTestsIn(language: Language, runner: string | undefined): boolean {
  return runner === undefined || runner.split(", ").some((name) => RUNNERS[name]?.languages.includes(language) ?? true);
}

/**
 * The check with a command that runs only these tests, or as few more as its runner can be told; the check itself when it cannot be told.
 * `runner` as counts name it.
 */
export function narrowCheck(check: Check, { runner = "", tests }: { runner: string | undefined; tests: readonly NewTest[] }): Check {
  const narrow = RUNNERS[runner]?.narrow;
  const files = [...new Set(tests.map(({ path }) => relative(check.cwd, path)))];
  const command = readRunnerCommand(check, runner);
  if (narrow === undefined || command === undefined || files.some((file) => !PLAIN.test(file))) return check;
  const narrowed = narrow(command.words, { files, tests });
  return narrowed === undefined ? check : { ...check, argv: command.withWords(narrowed) };
}

/** What needs no quoting anywhere, and is no option. */
const PLAIN = /^[\w@][\w./@+=,-]*$/;

/** Discovery takes one pattern. */
function narrowUnittest(words: readonly string[], { files }: Wanted): string[] | undefined {
  const [file, ...more] = files;
  if (file === undefined || more.length > 0 || !words.includes("discover") || words.includes("-p")) return undefined;
  return [...words, "-p", file.slice(file.lastIndexOf("/") + 1)];
}

function narrowGo(words: readonly string[], { files, tests }: Wanted): string[] {
  const folders = [...new Set(files.map((file) => `./${file.slice(0, Math.max(0, file.lastIndexOf("/")))}`))];
  const names = [...new Set(tests.map(({ title }) => title.split("/")[0]!).filter((title) => /^\w+$/.test(title)))];
  const options = words.slice(2).filter((word) => !/^\.|^-v$/.test(word));
  return ["go", "test", ...options, "-v", ...(names.length > 0 ? ["-run", `^(${names.join("|")})$`] : []), ...folders];
}

function narrowCargo(words: readonly string[], { tests }: Wanted): string[] | undefined {
  const names = [...new Set(tests.map(({ title }) => title))];
  if (words.includes("--") || names.some((name) => !/^\w+$/.test(name))) return undefined;
  return [...words, "--", ...names];
}

import { relative } from "node:path/posix";
import type { Check } from "../../contract/check.ts";
import type { Language } from "../syntax/languages.ts";
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

/** How a command that runs the tests of that runner begins. */
const PROGRAMS: Readonly<Record<string, RegExp>> = {
  vitest: /^(?:npx )?vitest(?: run\b|$| -)/,
  jest: /^(?:npx )?jest\b/,
  mocha: /^(?:npx )?mocha\b/,
  "node:test": /^node (?:\S+ )*?--test\b/,
  bun: /^bun test\b/,
  pytest: /^(?:\S*python[\d.]* -m )?pytest\b/,
  unittest: /^\S*python[\d.]* -m unittest\b/,
  "go test": /^go test\b/,
  "cargo test": /^cargo test\b/,
};

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
  const program = PROGRAMS[runner];
  const files = [...new Set(tests.map(({ path }) => relative(check.cwd, path)))];
  if (narrow === undefined || program === undefined || files.some((file) => !PLAIN.test(file))) return check;
  const [words, wrap] = commandOf(check);
  if (words === undefined || !program.test(words.join(" "))) return check;
  const narrowed = narrow(words, { files, tests });
  return narrowed === undefined ? check : { ...check, argv: wrap(narrowed, words.length) };
}

/** What needs no quoting anywhere, and is no option. */
const PLAIN = /^[\w@][\w./@+=,-]*$/;

/** The words of the command that runs the tests in the end, and what makes a command of the check's kind from other words. */
function commandOf({ argv, definition }: Check): [words: string[] | undefined, wrap: (words: string[], known: number) => string[]] {
  if (argv[0] === "bash" && argv.at(-2) === "-c") {
    const command = argv.at(-1)!;
    return [plainWords(command), (words) => [...argv.slice(0, -1), words.join(" ")]];
  }
  const run = argv.indexOf("run");
  if (!MANAGERS.has(argv[0] ?? "") || run === -1) return [[...argv], (words) => words];
  const name = argv[run + 1] ?? "";
  const body = definition?.split("\n").find((line) => line.startsWith(`${name}: `));
  // What is given to a script goes to its last command.
  const last =
    body
      ?.slice(name.length + 2)
      .split(/&&|;/)
      .at(-1) ?? "";
  const given = (words: string[], known: number) => [...argv, ...(argv[0] === "npm" ? ["--"] : []), ...words.slice(known)];
  return [argv.length === run + 2 ? plainWords(last) : undefined, given];
}

const MANAGERS = new Set(["npm", "pnpm", "yarn", "bun"]);

/** Undefined for what a shell would have to work out. */
function plainWords(command: string): string[] | undefined {
  const words = command.trim().split(/\s+/);
  return words.every((word) => /^[\w@%+=:,./*"'{}-]+$/.test(word)) ? words : undefined;
}

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

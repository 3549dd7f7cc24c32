import type { Check } from "../contract/check.ts";
import type { Counts, Receipt } from "../contract/event.ts";
import { quoteWord } from "../lib/shell-word.ts";
import { readRunnerCommand } from "./runner-command.ts";
import { roleOf } from "./tampering/roles.ts";

interface Failed {
  /** As its runner prints it. */
  name: string;
  /** Its test file, relative to the check's folder; undefined when the output does not say. */
  file: string | undefined;
}

/** By runner: the words of a command that runs one test, or its file where it cannot be told more. */
const ONLY: Readonly<Record<string, (words: readonly string[], failed: Failed) => readonly string[] | undefined>> = {
  vitest: (words, { name, file }) => inFile(words, file, "-t", titleOf(name, " > ")),
  jest: (words, { name, file }) => inFile(words, file, "-t", titleOf(name, " › ")),
  mocha: (words, { file }) => inFile(words, file),
  // Options behind a file would be the file's.
  "node:test": (words, { file }) => inFile(words, file),
  pytest: (words, { name }) => (/^[\w./-]+\.py(?:::|$)/.test(name) ? [...words, name] : undefined),
  unittest: (words, { name }) => onlyUnittest(words, name),
  "go test": (words, { name }) => {
    const test = /(?:^|[./])(Test\w+)/.exec(name)?.[1];
    return test === undefined ? undefined : [...words, "-run", `^${test}$`];
  },
  "cargo test": (words, { name }) => (/^[\w:]+$/.test(name) && !words.includes("--") ? [...words, name] : undefined),
};

/**
 * A command for people and models, to be run in the check's folder: it runs the first failed test alone, or as few others as its runner can
 * be told. Undefined when the output does not say enough.
 */
export function reproduce(check: Pick<Check, "argv" | "definition">, { counts }: Pick<Receipt, "counts">): string | undefined {
  const [first] = counts?.failures ?? [];
  if (counts === undefined || first === undefined) return undefined;
  const command = readRunnerCommand(check, counts.runner);
  if (command === undefined) return undefined;
  const words = ONLY[counts.runner]?.(command.words, { name: first.name, file: fileOf(first) });
  if (words === undefined) return undefined;
  const argv = command.withWords(words);
  return argv[0] === "bash" ? argv.at(-1) : argv.map(quoteWord).join(" ");
}

function inFile(words: readonly string[], file: string | undefined, ...options: string[]): string[] | undefined {
  return file === undefined ? undefined : [...words, file, ...options];
}

/** Runners tell a test with its file and groups. */
function titleOf(name: string, separator: string): string {
  const at = name.lastIndexOf(separator);
  return at < 0 ? name : name.slice(at + separator.length);
}

/** From the place of a failure, or from its name. */
function fileOf({ name, at }: Counts["failures"][number]): string | undefined {
  const candidates = [at?.replace(/:\d+$/, ""), name.includes(" > ") ? name.split(" > ")[0] : undefined];
  return candidates.find((path) => path !== undefined && /^[\w@][\w./@+=,-]*$/.test(path) && roleOf(path) === "test");
}

/** `test_adds (test_sum.Sum.test_adds)`; before Python 3.11 without the last part. */
function onlyUnittest(words: readonly string[], name: string): string[] | undefined {
  const [, method = "", place = ""] = /^(\w+) \(([\w.]+)\)$/.exec(name) ?? [];
  // Discovery below a folder gives modules names that do not hold outside of it.
  if (method === "" || place.startsWith("unittest.") || words.includes("-s")) return undefined;
  return [...words.slice(0, words.indexOf("unittest") + 1), place.endsWith(`.${method}`) ? place : `${place}.${method}`];
}

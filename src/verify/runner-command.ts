import type { Check } from "../contract/check.ts";
import { quoteWord } from "../lib/shell-word.ts";
import { packageManagers } from "./workspaces.ts";

/** How commands begin that run tests, by runner as counts name it. */
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

/** The command of a check that runs its tests in the end. */
export interface RunnerCommand {
  words: readonly string[];
  /** A command of the check's own kind, with other words. Of a script only what is added at the end gets through. */
  withWords(words: readonly string[]): string[];
}

/** Undefined when the check does not plainly run that runner: a shell, or another script, would have to be understood. */
export function readRunnerCommand(check: Pick<Check, "argv" | "definition">, runner: string): RunnerCommand | undefined {
  const command = readCommand(check);
  return command !== undefined && PROGRAMS[runner]?.test(command.words.join(" ")) === true ? command : undefined;
}

function readCommand({ argv, definition }: Pick<Check, "argv" | "definition">): RunnerCommand | undefined {
  if (argv[0] === "bash" && argv.at(-2) === "-c") {
    const words = plainWords(argv.at(-1)!);
    // Its own words stay as they were written, with their globs and quotes.
    const written = (word: string): string => (words?.includes(word) === true ? word : quoteWord(word));
    return words && { words, withWords: (others) => [...argv.slice(0, -1), others.map(written).join(" ")] };
  }
  const run = argv.indexOf("run");
  if (!packageManagers.has(argv[0] ?? "") || run === -1) return { words: argv, withWords: (others) => [...others] };
  const name = argv[run + 1] ?? "";
  const body = definition?.split("\n").find((line) => line.startsWith(`${name}: `));
  // What is given to a script goes to its last command.
  const last =
    body
      ?.slice(name.length + 2)
      .split(/&&|;/)
      .at(-1) ?? "";
  const words = argv.length === run + 2 ? plainWords(last) : undefined;
  return words && { words, withWords: (others) => [...argv, ...(argv[0] === "npm" ? ["--"] : []), ...others.slice(words.length)] };
}

/** Undefined for what a shell would have to work out. */
function plainWords(command: string): string[] | undefined {
  const words = command.trim().split(/\s+/);
  return words.every((word) => PLAIN.test(word)) ? words : undefined;
}

/** Words that a shell, but for globs and quotes that stay as they are, takes as they stand. */
const PLAIN = /^[\w@%+=:,./*"'{}-]+$/;

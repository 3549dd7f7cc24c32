import type { Check } from "../contract/check.ts";

/** A command as people write it down, understood as far as it proves something. */
export interface KnownCommand {
  argv: string[];
  proves: Exclude<Check["proves"], "custom">;
}

/** What may stand before a program without changing what it proves. */
const RUNNERS = [
  ["npx"],
  ["pnpm", "exec"],
  ["pnpm", "dlx"],
  ["yarn", "exec"],
  ["bunx"],
  ["uv", "run"],
  ["poetry", "run"],
  ["pipenv", "run"],
  ["hatch", "run"],
  ["bundle", "exec"],
  ["python", "-m"],
  ["python3", "-m"],
] as const;

/** By the words a command begins with, once its runner is taken off; the first that fits counts. */
const KNOWN: readonly (readonly [begins: RegExp, proves: KnownCommand["proves"]])[] = [
  [/^(?:npm|pnpm|yarn|bun)(?: run)? (?:test|t)(?:$|[ :])/, "tests"],
  [/^(?:npm|pnpm|yarn|bun)(?: run)? (?:type-?check|check[-:]types|types|tsc)\b/, "types"],
  [/^(?:npm|pnpm|yarn|bun)(?: run)? (?:lint|check:lint)\b/, "lint"],
  [/^(?:npm|pnpm|yarn|bun)(?: run)? (?:format:check|check:format|fmt:check|prettier:check)\b/, "format"],
  [/^(?:npm|pnpm|yarn|bun) run build\b|^(?:pnpm|yarn) build\b/, "build"],
  [/^(?:vitest run|vitest$|jest|mocha|ava|tap|pytest|py\.test|unittest|tox|nox|rspec|phpunit|ctest|bats|node --test)\b/, "tests"],
  [/^(?:\.?vendor\/bin\/phpunit|vendor\/bin\/pest)\b/, "tests"],
  [/^(?:go|cargo|dotnet|deno|mix|swift|bun|zig build|flutter|dart|lein|sbt|stack|cabal) test\b/, "tests"],
  [/^cargo nextest run\b/, "tests"],
  [/^(?:make|gmake|just|task|rake|ant) (?:test|tests|check)\b/, "tests"],
  [/^composer (?:run(?:-script)? )?tests?\b/, "tests"],
  [/^(?:\.\/gradlew|gradle)\b.* (?::?[\w:-]*:)?(?:test|check)\b/, "tests"],
  [/^(?:\.\/mvnw|mvn)\b.* (?:test|verify)\b/, "tests"],
  [/^(?:tsc\b.*--noEmit|tsc -b|mypy|pyright|cargo check|vue-tsc|svelte-check)\b/, "types"],
  [
    /^(?:eslint|oxlint|biome (?:lint|check|ci)|ruff check|flake8|pylint|golangci-lint run|cargo clippy|go vet|rubocop|shellcheck)\b/,
    "lint",
  ],
  [/^(?:make|just|task) lint\b/, "lint"],
  [
    /^(?:prettier\b.*(?:--check|-c)\b|ruff format --check|black\b.*--check|cargo fmt\b.*--check|gofmt -l|dotnet format\b.*--verify)/,
    "format",
  ],
  [/^(?:go|cargo|dotnet|swift|mix) (?:build|compile)\b/, "build"],
  [/^(?:make|just|task) build\b/, "build"],
  [/^(?:\.\/gradlew|gradle)\b.* (?:build|assemble)\b/, "build"],
  [/^(?:\.\/mvnw|mvn)\b.* (?:compile|package)\b/, "build"],
];

/** A command that edits is no check, and one that watches, or publishes, does not belong to one. */
const NO_CHECK = /(?:^|\s)(?:--fix|--write|--watch(?:All)?|-w|--ui|publish|--update-snapshot|-u)(?:\s|$|=true)/;

/** One program and plain words: what a shell would have to work out is not taken. */
const PLAIN = /^[\w./@:=+,%^-]+(?: +[\w./@:=+,%^*-]+)*$/;

/** Undefined for what is not known to prove something, and for what needs a shell to be understood. */
export function readCommand(line: string): KnownCommand | undefined {
  const text = line.trim().replace(/^\$ +/, "");
  if (!PLAIN.test(text) || NO_CHECK.test(text)) return undefined;
  const argv = text.split(/ +/);
  if (argv[0]!.includes("=") || argv.some((word) => word.includes("*"))) return undefined;
  const runner = RUNNERS.find((words) => words.every((word, index) => argv[index] === word));
  const bare = argv.slice(runner?.length ?? 0).join(" ");
  const known = KNOWN.find(([begins]) => begins.test(bare));
  return known === undefined ? undefined : { argv, proves: known[1] };
}

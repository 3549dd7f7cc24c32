import type { Check } from "../../contract/check.ts";

export type Proof = "tests" | "types" | "lint" | "build" | "format";

const RUNNER =
  /^(?:(?:npx|bunx|pnpx|pnpm exec|pnpm dlx|yarn exec|yarn dlx|uv run|poetry run|pipenv run|hatch run|bundle exec|python[\d.]* -m|npm exec(?: --)?)\s+(?:-\S+\s+)*)|^(?:\S*\/)?(?:node_modules\/)?\.?(?:bin|vendor\/bin)\//;
const SCRIPT = String.raw`^(?:npm|pnpm|yarn|bun|deno task|composer|just|task|make|gmake|rake|ant|turbo|nx|lerna)(?: (?:-\S+|run|run-script|run-many|exec|--workspaces?=?\S*|-w \S+|-C \S+))*`;

/** What a command is known to prove, by its words. */
const KNOWN: Readonly<Record<Proof, RegExp>> = {
  tests: new RegExp(
    [
      String.raw`${SCRIPT} (?:t|tst|tests?|check|verify|ci)(?:[:\s-]|$)`,
      String.raw`^(?:vitest|jest|mocha|ava|tap|tape|karma|cypress|playwright|wdio|pytest|py\.test|unittest|tox|nox|nose2?|rspec|phpunit|pest|ctest|gotestsum|busted|bats|prove|criterion)\b`,
      String.raw`^(?:go|cargo|dotnet|deno|bun|mix|swift|zig build|flutter|dart|lein|sbt|stack|cabal|nimble|crystal|rails|rake|make) (?:.* )?(?:test|spec)\b`,
      String.raw`^cargo nextest\b|^node (?:.* )?--test\b|^(?:\./)?(?:gradlew|mvnw|gradle|mvn)\b.*\b(?:test|check|verify|build|install|package)\b`,
      String.raw`^(?:node|python[\d.]*|ruby|php|bash|sh|tsx|ts-node|deno run|bun(?: run)?|perl) (?:-\S+ )*\S*(?:test|spec)\S*|^(?:\./)?\S*(?:^|[/_-])tests?[\w.-]*(?:\.\w+)?(?:\s|$)`,
      String.raw`^npm-run-all\b.*\btest|^nx\b.*\btest|^turbo\b.*\btest`,
    ].join("|"),
  ),
  types: new RegExp(
    String.raw`^(?:tsc|vue-tsc|svelte-check|mypy|pyright|pyre|flow|tsgo)\b|^cargo (?:check|build|test|clippy)\b|^go (?:vet|build|test)\b|${SCRIPT} (?:type-?check\S*|check[:-]types?|types?|tsc|check|build|ci)\b`,
  ),
  lint: new RegExp(
    String.raw`^(?:eslint|oxlint|biome|ruff|flake8|pylint|golangci-lint|staticcheck|rubocop|shellcheck|stylelint|xo|standard|phpcs|phpstan|psalm|ktlint|detekt)\b|^cargo clippy\b|^go vet\b|${SCRIPT} (?:lint\S*|check\S*|ci)\b`,
  ),
  build: new RegExp(
    String.raw`^(?:tsc|rollup|rolldown|vite build|esbuild|webpack|tsup|parcel|cmake|ninja|make|gmake|gcc|g\+\+|clang|javac)\b|^(?:go|cargo|dotnet|swift|mix|zig|stack|cabal|sbt|deno) (?:build|compile|check|test|publish)\b|^(?:\./)?(?:gradlew|mvnw|gradle|mvn)\b|${SCRIPT} (?:build\S*|compile\S*|bundle\S*|dist|ci)\b`,
  ),
  format: new RegExp(
    String.raw`^(?:prettier|oxfmt|dprint|black|gofmt|rustfmt|biome|ruff format|clang-format)\b|^(?:cargo|go|deno|mix|dotnet|zig|terraform) (?:fmt|format)\b|${SCRIPT} (?:f(?:or)?ma?t\S*|prettier\S*|check\S*|ci)\b`,
  ),
};

/** Programs that prove nothing whatever their arguments are. */
const IDLE =
  /^(?:cat|ls|ll|tree|grep|egrep|fgrep|rg|ag|find|fd|head|tail|sed|awk|cut|sort|uniq|wc|tr|echo|printf|pwd|cd|pushd|popd|mkdir|rmdir|rm|cp|mv|touch|ln|chmod|git|diff|cmp|stat|file|du|df|which|whereis|type|command|env|export|set|unset|source|true|false|test|\[|\[\[|sleep|date|whoami|id|uname|hostname|ps|kill|jq|yq|xxd|od|less|more|basename|dirname|realpath|readlink|curl|wget|tar|zip|unzip|tee|patch|read|exit|return|local|fi|done|esac|for|case|in|\}|\))(?:\s|$)/;

/** Whether a command proves something of a kind: `maybe` when only who wrote it can tell. */
export function proves(command: string, proof: Proof, contract: readonly Check[] = []): "yes" | "maybe" | "no" {
  const text = command.trim();
  const plain = text.replace(RUNNER, "");
  if (KNOWN[proof].test(plain) || KNOWN[proof].test(text)) return "yes";
  const own = contract.filter((check) => check.proves === proof || check.proves === "custom");
  if (
    own.some(({ argv, definition = "" }) =>
      [argv.join(" "), argv.at(-1) ?? "", definition].some((said) => text.length > 3 && said.includes(text)),
    )
  )
    return "yes";
  return IDLE.test(text) || text === "" ? "no" : "maybe";
}

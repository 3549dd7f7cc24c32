import type { Judge, Program, Programs } from "../command.ts";
import { isInside, staysInside } from "../paths.ts";
import { each, inProject, inProjectIf, isOutward, listed, projectTools, scriptRunner, subcommands } from "./judges.ts";

const dashes = (args: readonly string[]): [string[], string[]] => {
  const at = args.indexOf("--");
  return at < 0 ? [[...args], []] : [args.slice(0, at), args.slice(at + 1)];
};
const scriptName = /^[A-Za-z][\w:.@/-]*$/;
const packageName = /^(?:@[\w.-]+\/)?[A-Za-z0-9][\w.-]*(?:@[\w.^~<>=*-]+)?$/;
const flags =
  /^(?:-[sDSEqdrPO]|--(?:save-dev|save|save-exact|silent|if-present|no-audit|no-fund|ignore-scripts|legacy-peer-deps|prefer-offline|offline|production|json|long|all|workspaces|frozen-lockfile|immutable|no-frozen-lockfile|dev|omit=\w+|only=\w+|include=\w+|depth=\d+|loglevel=\w+|workspace=[\w@./-]+|prefix=[\w./-]+|filter=[\w@./*!{}^-]+|parallel|recursive|stream|no-save|dry-run|verbose|quiet|no-progress|force|no-color|bail|audit=false|fund=false|cwd=[\w./-]+|lockfile-only|package-lock-only|ignore-engines|level=\w+|audit-level=\w+))$/;
const valued = /^(?:-w|--workspace|--prefix|--filter|-F|-C|--dir|--cwd|--depth|--loglevel|--omit)$/;

/** Options of the package manager taken off; nothing if one is not on the list. */
function plainWords(args: readonly string[]): string[] | undefined {
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (valued.test(arg)) {
      if (!staysInside(args[++i] ?? "/") || args[i]?.startsWith("-")) return undefined;
    } else if (arg.startsWith("-")) {
      if (!flags.test(arg) || !staysInside(arg)) return undefined;
    } else words.push(arg);
  }
  return words;
}

const installs = (names: readonly string[]) => names.every((name) => packageName.test(name));
const asks = /^(?:ls|list|ll|view|info|show|outdated|audit|explain|why|prefix|root|bin|licenses|query|version|--version|-v)$/;

/** `run X`, `test`, `install …` and questions; with `bare`, a script's name may stand alone. */
function packageManager(bare: boolean): Judge {
  return (args) => {
    if (args.length === 1 && /^(--version|-v|--help)$/.test(args[0] ?? "")) return undefined;
    // A script's arguments are its own, from its name on: npm hands on what stands behind `--`, the others everything.
    const [own, handed] = dashes(args);
    if (!handed.every(staysInside)) return "argument";
    const words = plainWords(own) ?? (bare && scriptAt(own) >= 0 ? plainWords(own.slice(0, scriptAt(own) + 1)) : undefined);
    if (words === undefined || !own.every(staysInside)) return "argument";
    // `yarn workspace NAME …` goes on as if in that folder.
    const [name = "install", ...rest] = bare && words[0] === "workspace" ? words.slice(2) : words;
    if (/^(run|run-script)$/.test(name)) return scriptName.test(rest[0] ?? "list") && !isOutward(rest[0] ?? "") ? undefined : "argument";
    if (/^(test|t|tst|start|build|lint)$/.test(name)) return undefined;
    if (/^(install|i|ci|add|install-test|it|up|update|remove|rm|uninstall|un|dedupe|prune|rebuild|install-ci-test|fetch)$/.test(name))
      return installs(rest) ? undefined : "argument";
    if (name === "version") return rest.length === 0 ? undefined : "argument";
    if (asks.test(name)) return undefined;
    if (name === "pkg" || name === "config") return /^(get|list|ls)$/.test(rest[0] ?? "") ? undefined : "argument";
    if (name === "pack") return own.includes("--dry-run") ? undefined : "argument";
    return bare && common.test(name) ? undefined : "argument";
  };
}

/** Names of scripts that say what they do; others could also be a sub-command. */
const common =
  /^(?:test|build|lint|typecheck|type-check|types|format|fmt|check|tsc|vitest|jest|eslint|prettier|dev|coverage|e2e|unit|ci|validate|verify|generate|codegen|storybook)(?:[:.-][\w:.-]+)?$/;

function scriptAt(args: readonly string[]): number {
  const at = args.findIndex((arg) => /^(run|run-script|test|exec)$/.test(arg) || common.test(arg));
  return (args[at] ?? "").startsWith("run") ? at + 1 : at;
}

const file = /\.(?:[cm]?[jt]sx?|json)$|^(?![-.])[\w./-]+$/;
const nodeOptions =
  /^(?:--test|--test-only|--check|-c|--watch|--no-warnings|--enable-source-maps|--experimental-strip-types|--experimental-[\w-]+|--strip-types|--trace-[\w-]+|--max-old-space-size=\d+|--expose-gc|--test-[\w-]+=[^/~]*|--unhandled-rejections=\w+|--stack-trace-limit=\d+|--preserve-symlinks|--throw-deprecation|--no-deprecation)$/;
const node: Judge = (args) => {
  if (args.length === 1 && /^(--version|-v|--help)$/.test(args[0] ?? "")) return undefined;
  if (args.includes("--test") && args.every((arg) => (arg.startsWith("-") ? nodeOptions.test(arg) : isInside(arg)))) return undefined;
  return scriptRunner(nodeOptions, file)(args);
};
const typed: Judge = scriptRunner(/^(?:watch|--no-warnings|--transpile-only|-T|--esm|--files|--tsconfig=[\w./-]+)$/, file, (args) =>
  args.length === 1 && args[0] === "--version" ? undefined : "interpreter",
);

/** Tools that the project brings itself, and that a launcher may start. */
export const nodeTools: Readonly<Record<string, Program>> = {
  ...projectTools(
    "tsc tsgo vitest jest eslint prettier biome oxlint oxfmt mocha ava tap vite next nuxt astro webpack rollup esbuild swc knip publint madge depcheck stylelint tsup tsdown rolldown vue-tsc svelte-check drizzle-kit standard xo tslint ng karma jasmine uvu tap-spec size-limit api-extractor typedoc dprint react-scripts markdownlint cspell commitlint syncpack",
  ),
  turbo: inProjectIf(/^(run|build|test|lint|typecheck|check)$/),
  nx: inProjectIf(/^(test|build|lint|run|run-many|affected|graph|format:check|show)$/),
  playwright: inProjectIf(/^(test|install|show-report|--version)$/),
  cypress: inProjectIf(/^(run|verify|--version)$/),
  prisma: inProjectIf(/^(generate|validate|format|--version)$/),
  tsx: { judge: typed },
  "ts-node": { judge: typed },
};

export default {
  ...nodeTools,
  node: { judge: node },
  nodejs: { judge: node },
  npm: { judge: packageManager(false) },
  pnpm: { judge: packageManager(true) },
  yarn: { judge: packageManager(true) },
  bun: {
    judge: (args) =>
      args[0] === "test" || args[0] === "build"
        ? inProject(args.slice(1))
        : /^(install|i|add|remove|run|update|--version|pm|outdated)$/.test(args[0] ?? "")
          ? args[0] === "pm"
            ? args[1] === "ls"
              ? undefined
              : "argument"
            : packageManager(true)(args)
          : scriptRunner(/^(?!)/, /\.[cm]?[jt]sx?$/)(args),
  },
  deno: {
    judge: subcommands({
      ...each("test check lint fmt bench doc info", inProject),
      task: listed({}, ({ operands: [name = ""] }) => scriptName.test(name)),
      "--version": inProject,
    }),
  },
  corepack: { judge: (args) => (args.length === 1 && args[0] === "enable" ? undefined : "argument") },
  nvm: { judge: (args) => (/^(ls|list|current|version|--version)$/.test(args[0] ?? "") ? undefined : "argument") },
} satisfies Programs;

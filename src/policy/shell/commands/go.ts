import type { Judge, Programs } from "../command.ts";
import { staysInside } from "../paths.ts";
import { inProject, projectTools, subcommands } from "./judges.ts";

/** Options that run nothing else: not `-exec`, `-toolexec`, `-vettool`, `-ldflags`, `-overlay`. */
const option =
  /^--?(?:v|x|n|a|u|m|json|short|race|cover|failfast|benchmem|trimpath|msan|asan|fix|compat=[\d.]+|count=\d+|(?:cover|mem|cpu|block|mutex)?profile=[\w./-]+|covermode=\w+|coverpkg=[\w./,-]+|cpu=[\d,]+|parallel=\d+|p=\d+|run=.*|bench=.*|skip=.*|list=.*|fuzz=.*|fuzztime=\w+|benchtime=\w+|timeout=\w+|tags=[\w,]+|o=[\w./-]+|mod=\w+|buildvcs=\w+|shuffle=\w+|test\.\w+=?\w*|vet=\w+|f=.*|deps|e|find|versions|retracted|http=off|func=[\w./-]+|html=[\w./-]+)$/s;
const valued =
  /^--?(?:run|bench|skip|list|fuzz|fuzztime|benchtime|count|timeout|tags|o|p|parallel|cpu|coverprofile|cpuprofile|memprofile|covermode|coverpkg|mod|f)$/;

const listed: Judge = (args) => {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--" || arg === "-args") return args.slice(i + 1).every(staysInside) ? undefined : "argument";
    if (!arg.startsWith("-")) {
      if (!staysInside(arg)) return "argument";
    } else if (valued.test(arg)) {
      if (/^[/~]|\.\.\//.test(args[++i] ?? "")) return "argument";
    } else if (!option.test(arg) || !staysInside(arg)) return "argument";
  }
  return undefined;
};

const anything: Judge = () => undefined;

/** Go's own tools. */
export default {
  go: {
    judge: subcommands({
      build: listed,
      test: listed,
      vet: listed,
      fmt: listed,
      run: (args) => {
        const packageAt = args.findIndex((arg) => !arg.startsWith("-"));
        // Elsewhere than in the project: it would be fetched and run.
        if (args[packageAt]?.includes("@")) return "argument";
        return packageAt < 0 ? listed(args) : (listed(args.slice(0, packageAt + 1)) ?? inProject(args.slice(packageAt + 1)));
      },
      list: listed,
      generate: listed,
      get: listed,
      fix: listed,
      doc: anything,
      version: anything,
      env: (args) => (args.every((arg) => /^(-json|[A-Z0-9_]+)$/.test(arg)) ? undefined : "argument"),
      mod: ([name = "", ...rest]) => (/^(tidy|download|verify|graph|why|init|vendor)$/.test(name) ? listed(rest) : "argument"),
      work: ([name = "", ...rest]) => (/^(init|sync|use)$/.test(name) ? listed(rest) : "argument"),
      tool: ([name = "", ...rest]) => (name === "cover" ? listed(rest) : "argument"),
      clean: (args) => (args.every((arg) => /^-(testcache|cache)$/.test(arg)) ? undefined : "argument"),
    }),
  },
  gofmt: {
    judge: (args) => (args.every((arg) => (arg.startsWith("-") ? /^-[lwdse]$/.test(arg) : staysInside(arg))) ? undefined : "argument"),
  },
  ...projectTools("golangci-lint staticcheck goimports golint"),
  gofumpt: { judge: inProject },
} satisfies Programs;

import type { Judge, Programs } from "../command.ts";
import { staysInside } from "../paths.ts";
import { inProject } from "./judges.ts";

const commands =
  /^(?:build|b|check|c|test|t|clippy|fmt|run|r|bench|doc|d|tree|metadata|add|remove|update|fetch|clean|nextest|fix|expand|audit|outdated|machete|deny|llvm-cov|insta|miri|vendor|generate-lockfile|verify-project|pkgid|locate-project|init|new|version|--version|-V|--list|help)$/;

const cargo: Judge = (args) => {
  const words = /^\+[\w.-]+$/.test(args[0] ?? "") ? args.slice(1) : args;
  const end = words.indexOf("--");
  const own = end < 0 ? words : words.slice(0, end);
  const name = own.find((word) => !/^(-q|-v|-vv|--quiet|--verbose|--offline|--locked|--frozen|--color=\w+)$/.test(word)) ?? "";
  if (!commands.test(name) || !words.every(staysInside)) return "argument";
  // A setting may name the compiler, the linker or a runner; a git source or a foreign registry is not the project's.
  return own.some((word) => /^(?:--config|--git|--registry|--index|-Z)/.test(word)) ? "argument" : undefined;
};

/** Rust's own tools. */
export default {
  cargo: { judge: cargo },
  rustfmt: { judge: inProject },
  rustc: { judge: (args) => (args.every((arg) => /^(--version|-V|-vV)$/.test(arg)) && args.length > 0 ? undefined : "argument") },
  rustup: {
    judge: (args) => (/^(show|--version)$/.test(args[0] ?? "") || (args[0] === "toolchain" && args[1] === "list") ? undefined : "argument"),
  },
} satisfies Programs;

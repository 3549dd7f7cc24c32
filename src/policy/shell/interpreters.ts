import { baseName } from "./paths.ts";

const always = new Set([
  ..."sh bash dash ash zsh ksh mksh fish csh tcsh busybox toybox eval source . exec xargs parallel watch ssh su runuser script npx bunx uvx pipx".split(
    " ",
  ),
  ..."awk gawk mawk nawk sed ed ex vi vim nvim emacs expect gdb lldb tclsh osascript powershell pwsh cmd env find sqlite3 psql mysql make gmake".split(
    " ",
  ),
  ..."sudo doas pkexec docker podman kubectl nsenter unshare chroot".split(" "),
]);
const withFiles =
  /^(?:python[\d.]*|pypy[\d.]*|node|nodejs|deno|bun|ruby|perl|php|lua[\d.]*|Rscript|julia|groovy|scala|jshell|tsx|ts-node|elixir|guile|clojure|swift|java|kotlin)$/;
const launching: Readonly<Record<string, RegExp>> = {
  npm: /^(exec|x|explore|init|create)$/,
  pnpm: /^(exec|dlx|create)$/,
  yarn: /^(exec|dlx|create)$/,
  bun: /^(x|create|-e|--eval)$/,
  uv: /^(run|tool)$/,
  poetry: /^run$/,
  pipenv: /^run$/,
  pdm: /^run$/,
  hatch: /^run$/,
  bundle: /^exec$/,
  go: /^(run|generate|tool)$/,
  cargo: /^(run|script)$/,
  deno: /^(run|eval|repl)$/,
};

/**
 * Whether a rule that begins with these words would allow code that stands in the words behind them: interpreters, unless a script file is named,
 * and programs that start whatever they are given. Such rules are never stored as "always".
 */
export function isInterpreter(words: readonly (string | null)[]): boolean {
  const name = baseName(words[0]);
  const next = words[1] ?? "";
  if (words[0] === null || always.has(name)) return true;
  if (Object.hasOwn(launching, name) && (next === "" || launching[name]?.test(next))) return true;
  return withFiles.test(name) && !/^[^-].*\.\w+$|^[^-].*\//.test(next);
}

import type { Environment } from "../contract/provider.ts";

const passed = new Set(["PATH", "LANG", "LANGUAGE", "TZ", "USER", "LOGNAME", "HOME"]);

/** For programs that would otherwise wait for a person: no pager, no prompt, no colour. */
const fixed = { TERM: "dumb", NO_COLOR: "1", PAGER: "cat", GIT_PAGER: "cat", GIT_TERMINAL_PROMPT: "0" };

/** The environment of commands: an allow-list, so that no key or token gets in by being unknown. `pass` names what the user adds to it. */
export function boxEnvironment(env: Environment, pass: readonly string[]): Record<string, string> {
  const names = Object.keys(env).filter((name) => passed.has(name) || name.startsWith("LC_") || pass.includes(name));
  return { ...fixed, ...Object.fromEntries(names.map((name) => [name, env[name] ?? ""])) };
}

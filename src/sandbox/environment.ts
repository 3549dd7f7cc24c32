import type { Environment } from "../contract/provider.ts";

const passed = new Set(["PATH", "LANG", "LANGUAGE", "TZ", "USER", "LOGNAME", "HOME"]);

/** For programs that would otherwise wait for a person: no pager, no prompt, no colour. */
const unattended = { TERM: "dumb", NO_COLOR: "1", PAGER: "cat", GIT_PAGER: "cat", GIT_TERMINAL_PROMPT: "0" };

/** In an empty home npm asks for its newest version at each start, which takes longer than most scripts that it runs. */
const unasked = { NPM_CONFIG_UPDATE_NOTIFIER: "false" };

export interface PassedNames {
  /** What the user adds to the list. */
  passEnv: readonly string[];
  /** What even the user does not: the keys of model providers. */
  neverPass?: readonly string[];
}

/** The environment of commands: an allow-list, so that no key or token gets in by being unknown. */
export function boxEnvironment(env: Environment, { passEnv, neverPass = [] }: PassedNames): Record<string, string> {
  const isPassed = (name: string): boolean => passed.has(name) || name.startsWith("LC_") || passEnv.includes(name);
  const names = Object.keys(env).filter((name) => isPassed(name) && isName(name) && !neverPass.includes(name));
  return { ...unattended, ...unasked, ...Object.fromEntries(names.map((name) => [name, env[name] ?? ""])) };
}

/** Exported bash functions have other names, and are code. */
function isName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

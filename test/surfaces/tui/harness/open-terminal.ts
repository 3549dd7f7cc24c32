import type { Stage } from "../../../e2e/harness.ts";
import { program } from "../../../program.ts";
import { openTmux, type TmuxTerminal } from "./tmux.ts";
import { openXterm, type XtermTerminal } from "./xterm.ts";

export interface OpenOptions {
  /** Default: 80. */
  columns?: number;
  /** Default: 24. */
  rows?: number;
  /** See `XtermOptions`. */
  reflows?: boolean;
  /** Of `fettle`. Default: none. */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** Starts `fettle ARGS` in xterm.js, in the stage's workspace. */
export function openTerminal(stage: Stage, { args = [], env = {}, ...options }: OpenOptions = {}): XtermTerminal {
  return openXterm([process.execPath, program, ...args], { ...options, ...surroundings(stage, env) });
}

/** Starts `fettle ARGS` in tmux, in the stage's workspace. */
export function openTerminalInTmux(stage: Stage, { args = [], env = {}, ...options }: OpenOptions = {}): Promise<TmuxTerminal> {
  return openTmux([process.execPath, program, ...args], { ...options, ...surroundings(stage, env) });
}

/** Nothing of the machine's own terminal reaches the program. */
function surroundings(stage: Stage, env: Readonly<Record<string, string>>) {
  const compiled = process.env["NODE_COMPILE_CACHE"];
  return { cwd: stage.workspace.root, env: { ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }), ...stage.env, ...env } };
}

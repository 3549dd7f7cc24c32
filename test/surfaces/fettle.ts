import { resolve } from "node:path";
import {
  createWorkspace,
  run,
  start,
  type RunOptions,
  type RunResult,
  type RunningProgram,
  type Workspace,
} from "../../src/testing/index.ts";
import { program } from "../program.ts";

export const root = resolve(import.meta.dirname, "../..");
export const main = program;

/** A machine of one's own: a home, a workspace, and nothing else that Fettle could find. */
export interface Machine extends AsyncDisposable {
  home: Workspace;
  workspace: Workspace;
  fettle(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  start(args: readonly string[], options?: RunOptions): RunningProgram;
}

export async function createMachine(files: Readonly<Record<string, string>> = {}): Promise<Machine> {
  const home = await createWorkspace();
  const workspace = await createWorkspace({ files });
  const nobody = "http://127.0.0.1:1";
  const env = {
    HOME: home.root,
    FETTLE_HOME: home.path("state"),
    OLLAMA_BASE_URL: nobody,
    LMSTUDIO_BASE_URL: nobody,
    LLAMACPP_BASE_URL: nobody,
    VLLM_BASE_URL: nobody,
  };
  const toRun = (options: RunOptions): RunOptions => ({ cwd: workspace.root, ...options, env: { ...env, ...options.env } });
  return {
    home,
    workspace,
    fettle: (args, options = {}) => run([process.execPath, main, ...args], toRun(options)),
    start: (args, options = {}) => start([process.execPath, main, ...args], toRun(options)),
    async [Symbol.asyncDispose]() {
      await workspace[Symbol.asyncDispose]();
      await home[Symbol.asyncDispose]();
    },
  };
}

/** The variables that send every prompt to a scripted server. */
export function toServer({ baseUrls }: { baseUrls: { anthropic: string } }): Record<string, string> {
  return { ANTHROPIC_BASE_URL: baseUrls.anthropic, ANTHROPIC_API_KEY: "sk-test", FETTLE_MODEL: "anthropic/claude-opus-5-5" };
}

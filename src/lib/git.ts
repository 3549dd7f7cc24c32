import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { delimiter } from "node:path";
import { findProgram, programFolders } from "./program.ts";

/** Bytes of output; a listing of ten million files. */
const MAX_BYTES = 2 ** 30;
const TIMEOUT_MS = 120_000;

export interface GitOptions {
  /** A real path. No git that lies in it is run. */
  workspace: string;
  /** Absolute; the workspace or a folder of it. */
  cwd: string;
  signal?: AbortSignal | undefined;
  /** The command looks at names alone, so that there is nothing that git would run programs for. Default: it may look into files. */
  namesOnly?: boolean;
  /** For standard input. */
  input?: string;
}

/**
 * Output of a git command on a repository that nobody has vouched for: nothing that its configuration names is run, and nothing is fetched
 * or written. Git forgets all this for submodules, so the command must be one that does not look into them. Undefined when there is no
 * git, or it fails, or takes longer than two minutes. Rejects with the signal's reason.
 */
export async function runGit(
  args: readonly string[],
  { workspace, cwd, signal, namesOnly = false, input }: GitOptions,
): Promise<Buffer | undefined> {
  const git = findProgram("git", workspace);
  if (git === undefined) return undefined;
  const env = { ...ENVIRONMENT, PATH: programFolders(workspace).join(delimiter) };
  const run = (command: readonly string[], stdin = "") =>
    execute(git, [...SAFE, ...command], { cwd, env, input: stdin, ...(signal && { signal }) });
  if (namesOnly) return await run(args, input);
  const names = await run(["config", "--list", "--name-only", "--null"]);
  const drivers = names
    ?.toString()
    .split("\0")
    .filter((name) => DRIVER.test(name));
  // A name with a `=` cannot be set by `-c`.
  if (drivers === undefined || drivers.some((name) => name.includes("="))) return undefined;
  return await run([...drivers.flatMap((name) => ["-c", `${name}=`]), ...args], input);
}

/** What git runs for files that attributes say it of; an empty one is none, or makes the command fail. */
const DRIVER = /^(?:filter|diff|merge)\..*\.(?:clean|smudge|process|required|command|textconv|driver)$/is;

const SETTINGS: Readonly<Record<string, string>> = {
  "core.fsmonitor": "false",
  "core.hooksPath": devNull,
  "core.pager": "cat",
  "core.sshCommand": "false",
  "core.askPass": "",
  "core.editor": "false",
  "credential.helper": "",
  "diff.external": "",
  "log.showSignature": "false",
  "protocol.allow": "never",
  "safe.directory": "*",
};
const SAFE: readonly string[] = [
  ...Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  "--no-pager",
  "--no-optional-locks",
  "--literal-pathspecs",
];

/** All that git sees of the environment, with its PATH: what is set for the harness is not meant for this. */
const ENVIRONMENT = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: devNull,
  GIT_ATTR_NOSYSTEM: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

interface ExecuteOptions {
  cwd: string;
  env: Record<string, string>;
  input: string;
  signal?: AbortSignal;
}

function execute(git: string, args: readonly string[], { input, ...options }: ExecuteOptions): Promise<Buffer | undefined> {
  const bounds = { encoding: "buffer", maxBuffer: MAX_BYTES, timeout: TIMEOUT_MS, killSignal: "SIGKILL" } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(git, args, { ...options, ...bounds }, (error, stdout) => {
      if (options.signal?.aborted === true) reject(options.signal.reason as Error);
      else resolve(error === null ? stdout : undefined);
    });
    // It may end without having read all of it; how it ended says enough.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

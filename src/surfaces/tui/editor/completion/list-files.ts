import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { runGit } from "../../../../lib/git.ts";
import { isInside } from "../../../../lib/path.ts";
import { findProgram } from "../../../../lib/program.ts";
import { bundledRipgrep, commonArguments } from "../../../../tools/support/ripgrep.ts";

/** Of the list; some million paths. */
const MAX_BYTES = 2 ** 28;
const TIMEOUT_MS = 30_000;

/** The files below a folder that git does not ignore, relative to it, as ripgrep lists them, or git, when there is no ripgrep; none without both. */
export async function listFiles(workspace: string, signal: AbortSignal): Promise<string[]> {
  const root = realpathSync(workspace);
  const listed = (await withRipgrep(root, signal)) ?? (await withGit(root, signal));
  return listed === undefined ? [] : listed.toString().split("\0").filter(Boolean);
}

/** It runs outside of any box: one that lies in the workspace could have been put there by anybody. */
async function withRipgrep(root: string, signal: AbortSignal): Promise<Buffer | undefined> {
  const bundled = await bundledRipgrep();
  for (const program of [bundled !== undefined && isElsewhere(bundled, root) ? bundled : undefined, findProgram("rg", root)]) {
    const listed = program && (await output(program, { root, signal }));
    if (listed) return listed;
  }
  return undefined;
}

function isElsewhere(program: string, root: string): boolean {
  try {
    return !isInside(realpathSync(program), root);
  } catch {
    return false;
  }
}

/** Undefined when nothing is listed. A folder that cannot be read makes it fail, and the rest is listed nevertheless. */
function output(program: string, { root, signal }: { root: string; signal: AbortSignal }): Promise<Buffer | undefined> {
  const options = { cwd: root, env: {}, signal, encoding: "buffer", maxBuffer: MAX_BYTES, timeout: TIMEOUT_MS } as const;
  return new Promise((resolve, reject) => {
    execFile(program, [...commonArguments, "--files", "--null", "--sort=path"], options, (_error, stdout) => {
      if (signal.aborted) reject(signal.reason as Error);
      else resolve(stdout.length > 0 ? stdout : undefined);
    });
  });
}

function withGit(root: string, signal: AbortSignal): Promise<Buffer | undefined> {
  return runGit(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"], { workspace: root, cwd: root, signal });
}

import { existsSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "./run.ts";

/** A temporary folder of real files; gone when disposed of. Paths are relative to it. */
export interface Workspace extends AsyncDisposable {
  /** Absolute, without symbolic links. */
  root: string;
  /** The absolute path of a file in it. */
  path(file: string): string;
  exists(file: string): boolean;
  read(file: string): Promise<string>;
  /** Makes the folders it needs. */
  write(file: string, content: string | Uint8Array): Promise<void>;
}

export interface WorkspaceOptions {
  /** path → content */
  files?: Readonly<Record<string, string | Uint8Array>>;
  /** Make it a git repository on branch `main` with everything committed; author and dates are always the same. */
  git?: boolean;
}

export async function createWorkspace({ files = {}, git = false }: WorkspaceOptions = {}): Promise<Workspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "fettle-")));
  const path = (file: string) => join(root, file);
  const workspace: Workspace = {
    root,
    path,
    exists: (file) => existsSync(path(file)),
    read: (file) => readFile(path(file), "utf8"),
    async write(file, content) {
      await mkdir(dirname(path(file)), { recursive: true });
      await writeFile(path(file), content);
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
  for (const [file, content] of Object.entries(files)) await workspace.write(file, content);
  if (git) await commitAll(root);
  return workspace;
}

const gitEnvironment = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
  GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
};

async function commitAll(cwd: string): Promise<void> {
  const git = async (...args: string[]) => {
    const { code, stderr } = await run(["git", ...args], { cwd, env: gitEnvironment });
    if (code !== 0) throw new Error(`git ${args.join(" ")} failed: ${stderr}`);
  };
  await git("init", "--quiet", "--initial-branch=main");
  await appendFile(join(cwd, ".git/config"), "[user]\n\tname = Test\n\temail = test@example.com\n");
  await git("add", "--all");
  await git("-c", "maintenance.auto=false", "commit", "--quiet", "--allow-empty", "--message=initial");
}

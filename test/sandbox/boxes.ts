import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BoxOptions, CommandResult, OpenBox } from "../../src/contract/sandbox.ts";
import { openBox } from "../../src/sandbox/open.ts";

export interface TestBox extends AsyncDisposable {
  box: OpenBox;
  workspace: string;
  /** Holds the workspace and the box's state; writable for the harness, not for the box. */
  folder: string;
}

/** A real box on an empty workspace. `parent` is where its folder is made, default the system's folder for temporary files. */
export async function makeBox(name: string, options: Partial<BoxOptions> = {}, parent = tmpdir()): Promise<TestBox> {
  const folder = await realpath(await mkdtemp(join(parent, "fettle-test-")));
  const workspace = options.workspace ?? join(folder, "workspace");
  await mkdir(workspace, { recursive: true });
  const box = await openBox(name, {
    workspace,
    stateDir: join(folder, "state"),
    readOnly: false,
    passEnv: [],
    limits: { memoryBytes: 0, processes: 0 },
    home: join(folder, "home"),
    undoBytes: 1e9,
    maxDeletions: 100,
    ...options,
  });
  return {
    box,
    workspace,
    folder,
    async [Symbol.asyncDispose]() {
      await box.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What most tests look at. */
export function brief({ exitCode, signal, output }: CommandResult): { exitCode: number | null; signal: string | null; output: string } {
  return { exitCode, signal, output: output.toString() };
}

export const plain = { timeoutMs: 0 };

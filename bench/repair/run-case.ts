import { lstatSync, mkdtempDisposableSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileFacts, Files } from "../../src/contract/sandbox.ts";
import { proposeRepair } from "../../src/repair/proposal.ts";
import type { Breakage } from "./breakages.ts";
import { packages } from "./packages.ts";
import { readPackage, writeProject } from "./project.ts";
import { testPackage } from "./test-package.ts";

export interface CaseResult {
  package: string;
  kind: string;
  what: string;
  /** It compiles again. */
  clean: boolean;
  /** It compiles and all tests pass. */
  mended: boolean;
  /** Not a character is other than before it was broken. */
  same: boolean;
  /** Tests that passed on the broken code and fail after the repair. */
  spoilt: string[];
}

/** Breaks, repairs, compiles and tests. */
export async function runCase({ package: name, kind, what, sources, renamed }: Breakage): Promise<CaseResult> {
  const source = packages.find((each) => each.name === name);
  if (source === undefined) throw new Error(`no package is called ${name}`);
  using folder = mkdtempDisposableSync(join(realpathSync(tmpdir()), "fettle-mend-"));
  const workspace = join(folder.path, "w");
  writeProject(workspace, sources);

  const context = { workspace, files: filesOf(workspace), changed: [], signal: new AbortController().signal, onProgress: () => {} };
  const repair = (await proposeRepair(context))?.repair;
  const mended = new Map([...sources, ...(repair?.edits ?? [])]);
  const same = [...readPackage(source)].every(([path, text]) => mended.get(path) === text);
  // Tests of what is as it was would tell nothing new.
  const after = same || repair === undefined ? undefined : testPackage(source, mended, renamed);
  const isWhole = same || (after !== undefined && after.passed.size === after.all);
  const before = after === undefined || isWhole ? undefined : testPackage(source, sources, renamed);
  const clean = repair?.after.length === 0;
  return {
    package: name,
    kind,
    what,
    clean,
    mended: clean && isWhole,
    same,
    spoilt: [...(before?.passed ?? [])].filter((test) => after?.passed.has(test) === false),
  };
}

function filesOf(root: string): Pick<Files, "facts" | "list" | "read"> {
  return {
    read: async (path) => readFileSync(join(root, path)),
    facts: async (path) => {
      const stats = lstatSync(join(root, path));
      return { type: stats.isDirectory() ? "directory" : "file", size: stats.size, mode: stats.mode, mtimeMs: stats.mtimeMs };
    },
    list: async (path) =>
      readdirSync(join(root, path), { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        type: entry.isDirectory() ? "directory" : ("file" satisfies FileFacts["type"]),
      })),
  };
}

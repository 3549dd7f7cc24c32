import type { Repair } from "../../src/contract/repairer.ts";
import typescript from "../../src/repair/repairers/typescript.ts";
import { makeWorkspace, type Workspace } from "../verify/workspace.ts";

const options = {
  target: "es2022",
  lib: ["es2022"],
  module: "nodenext",
  types: [],
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
};

/** A tsconfig.json like that of a new project, with `more` compiler options. */
export function configOf(more: Record<string, unknown> = {}): string {
  return JSON.stringify({ compilerOptions: { ...options, ...more }, include: ["src"] });
}

/** Lets the TypeScript repairer loose on a folder. Writes nothing. */
export async function repair(workspace: Workspace, onProgress: (line: string) => void = () => {}): Promise<Repair | undefined> {
  const { signal } = new AbortController();
  return await typescript.repair({ workspace: workspace.path, files: workspace.files, changed: [], signal, onProgress });
}

/** What the repairer makes of `files`: the new texts, `undefined` without a repair. */
export async function mend(files: Record<string, string>, more: Record<string, unknown> = {}): Promise<Record<string, string> | undefined> {
  using workspace = makeWorkspace({ "package.json": '{ "type": "module" }', "tsconfig.json": configOf(more), ...files });
  const found = await repair(workspace);
  return found === undefined ? undefined : Object.fromEntries(found.edits);
}

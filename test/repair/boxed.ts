import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Repair, Repairer } from "../../src/contract/repairer.ts";
import { makeBox } from "../sandbox/boxes.ts";

/** What a repairer proposes for `files`, of which all but those in `old` were changed by the work; its programs run in the real box. */
export async function repairInBox(
  repairer: Repairer,
  files: Readonly<Record<string, string>>,
  { old = [], tools = [] }: { old?: readonly string[]; tools?: readonly string[] } = {},
): Promise<Repair | undefined> {
  await using test = await makeBox("bubblewrap");
  const { box, workspace } = test;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  for (const tool of tools) install(tool, workspace);
  if (!(await repairer.applies(box.files))) return undefined;
  const changed = Object.keys(files).filter((path) => !old.includes(path));
  const { signal } = new AbortController();
  return await repairer.repair({ workspace, files: box.files, changed, trial: box.trial!.bind(box), signal, onProgress: () => {} });
}

/** Gives a project a program that Fettle itself is developed with. */
function install(tool: string, workspace: string): void {
  const modules = join(workspace, "node_modules");
  for (const name of [tool, `@${tool}`, "tinypool"]) cpSync(resolve("node_modules", name), join(modules, name), { recursive: true });
  mkdirSync(join(modules, ".bin"), { recursive: true });
  symlinkSync(`../${tool}/bin/${tool}`, join(modules, ".bin", tool));
}

import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import type { Repair, Repairer } from "../../src/contract/repairer.ts";
import { makeBox } from "../sandbox/boxes.ts";
import { isHidden } from "../sandbox/hidden.ts";

export interface BoxedProject extends AsyncDisposable {
  workspace: string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** What a repairer proposes when the work has changed the files `changed`; its programs run in the real box. */
  repair(repairer: Repairer, changed: readonly string[]): Promise<Repair | undefined>;
}

/** A project in a real box, with programs of npm that Fettle itself is developed with. */
export async function openProject({ tools = [] }: { tools?: readonly string[] } = {}): Promise<BoxedProject> {
  const test = await makeBox("bubblewrap");
  const { box, workspace } = test;
  const { signal } = new AbortController();
  for (const tool of tools) install(tool, workspace);
  return {
    workspace,
    write(files) {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(workspace, path)), { recursive: true });
        writeFileSync(join(workspace, path), content);
      }
    },
    async repair(repairer, changed) {
      if (!(await repairer.applies(box.files))) return undefined;
      return await repairer.repair({ workspace, files: box.files, changed, trial: box.trial!.bind(box), signal, onProgress: () => {} });
    },
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  };
}

/** What a repairer proposes for `files`, of which all but those in `old` were changed by the work. */
export async function repairInBox(
  repairer: Repairer,
  files: Readonly<Record<string, string>>,
  { old = [], tools = [] }: { old?: readonly string[]; tools?: readonly string[] } = {},
): Promise<Repair | undefined> {
  await using project = await openProject({ tools });
  project.write(files);
  return await project.repair(
    repairer,
    Object.keys(files).filter((path) => !old.includes(path)),
  );
}

/** The folders of programs that any box can see, whoever's home it hides. */
export const visiblePath = (process.env["PATH"] ?? "")
  .split(delimiter)
  .filter((folder) => !isHidden(folder))
  .join(delimiter);

/** Whether the machine has a program where a box can see it. */
export function hasProgram(name: string): boolean {
  return visiblePath.split(delimiter).some((folder) => existsSync(join(folder, name)));
}

interface Manifest {
  bin?: string | Record<string, string>;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Copies a package with all that it needs, and links its programs. */
function install(name: string, workspace: string): void {
  const modules = join(workspace, "node_modules");
  const wanted = [name];
  const seen = new Set<string>();
  for (const each of wanted) {
    const from = resolve("node_modules", each);
    if (seen.has(each) || !existsSync(from)) continue;
    seen.add(each);
    cpSync(from, join(modules, each), { recursive: true });
    const { dependencies, optionalDependencies } = manifestOf(each);
    wanted.push(...Object.keys({ ...dependencies, ...optionalDependencies }));
  }
  mkdirSync(join(modules, ".bin"), { recursive: true });
  const { bin = {} } = manifestOf(name);
  const programs = typeof bin === "string" ? { [name]: bin } : bin;
  for (const [program, path] of Object.entries(programs)) symlinkSync(join("..", name, path), join(modules, ".bin", program));
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(resolve("node_modules", name, "package.json"), "utf8")) as Manifest;
}

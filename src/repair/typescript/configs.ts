import { dirname, join } from "node:path";
import type ts from "@typescript/typescript6";
import type { Files } from "../../contract/sandbox.ts";
import type { Compiler } from "./compiler.ts";
import { withDefaultsOf } from "./defaults.ts";

const CONFIG = "tsconfig.json";
/** Levels of folders below the workspace that are searched when its own folder has no configuration: `packages/api`. */
const MAX_DEPTH = 2;
/** Folders that are looked into for a repair. */
const MAX_FOLDERS = 200;

/**
 * Configurations to check, relative to the workspace: the one of its root or, where it has none, the uppermost
 * of each folder below, nearest first.
 */
export async function findConfigs(files: Pick<Files, "list">, maxFolders = MAX_FOLDERS): Promise<string[]> {
  const found: string[] = [];
  const queue = [{ folder: ".", depth: 0 }];
  for (let looked = 0; looked < maxFolders; looked++) {
    const next = queue.shift();
    if (next === undefined) break;
    const { folder, depth } = next;
    const entries = await files.list(folder);
    if (entries.some(({ name, type }) => name === CONFIG && type === "file")) found.push(join(folder, CONFIG));
    else if (depth < MAX_DEPTH) {
      const below = entries.filter(({ name, type }) => type === "directory" && !name.startsWith(".") && name !== "node_modules");
      queue.push(...below.map(({ name }) => ({ folder: join(folder, name), depth: depth + 1 })));
    }
  }
  return found;
}

/** The configurations at `paths` and those they refer to, without those that name no files. What cannot be read is left out. */
export function parseConfigs(compiler: Compiler, paths: readonly string[]): ts.ParsedCommandLine[] {
  const configs: ts.ParsedCommandLine[] = [];
  const seen = new Set<string>();
  const host: ts.ParseConfigFileHost = { ...compiler.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const queue = [...paths];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const config = seen.has(path) ? undefined : compiler.getParsedCommandLineOfConfigFile(path, { noEmit: true }, host);
    seen.add(path);
    if (config === undefined) continue;
    queue.push(...(config.projectReferences ?? []).map(compiler.resolveProjectReferencePath));
    config.options = withDefaultsOf(installedMajor(compiler, dirname(path)), config.options, compiler);
    if (config.fileNames.length > 0) configs.push(config);
  }
  return configs;
}

/** The major version of the TypeScript that the project itself uses, read and not run. */
function installedMajor(compiler: Compiler, folder: string): number | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const text = compiler.sys.readFile(join(at, "node_modules/typescript/package.json"));
    const version = text === undefined ? undefined : /"version"\s*:\s*"(\d+)/.exec(text)?.[1];
    if (version !== undefined) return Number(version);
    if (dirname(at) === at) return undefined;
  }
}

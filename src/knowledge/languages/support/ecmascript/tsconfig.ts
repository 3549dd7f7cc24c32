import { dirname, join } from "node:path/posix";
import { parse as parseJsonc } from "jsonc-parser";
import type { ProjectFiles } from "../../../language.ts";
import { isObject } from "./file-at.ts";

/** What a `tsconfig.json`, with all that it extends, says of where imports lead. Paths are relative to the workspace. */
export interface TsConfig {
  baseUrl?: string;
  /** Targets by pattern. */
  paths?: ReadonlyMap<string, readonly string[]>;
  rootDirs?: readonly string[];
  outDirs: readonly string[];
  rootDir?: string;
  conditions: readonly string[];
  /** Suffixes to be tried before the ending, such as `.ios`; with the empty one among them. */
  suffixes: readonly string[];
  /** Further configurations, for a `tsconfig.json` that has no files of its own. */
  references: readonly string[];
}

const MAX_EXTENDS = 20;

export function readTsConfig(project: ProjectFiles, path: string): TsConfig {
  return read(path, { project, from: dirname(path), depth: 0 }) ?? { outDirs: [], conditions: [], suffixes: [], references: [] };
}

/** `from`: the folder of the configuration that is read in the end, which `${configDir}` means. */
function read(path: string, { project, from, depth }: { project: ProjectFiles; from: string; depth: number }): TsConfig | undefined {
  const text = project.read(path);
  if (text === undefined || depth > MAX_EXTENDS) return undefined;
  const raw: unknown = parseJsonc(text, [], { allowTrailingComma: true });
  if (!isObject(raw)) return undefined;
  const folder = dirname(path);
  const config: TsConfig = { outDirs: [], conditions: [], suffixes: [], references: [] };
  for (const base of strings(raw["extends"])) {
    const target = extended(base, { project, folder });
    const inherited = target === undefined ? undefined : read(target, { project, from, depth: depth + 1 });
    Object.assign(config, inherited);
  }
  return { ...config, ...options(raw["compilerOptions"], { folder, from, inherited: config }), references: referencesOf(raw, folder) };
}

function options(raw: unknown, { folder, from, inherited }: { folder: string; from: string; inherited: TsConfig }): Partial<TsConfig> {
  if (!isObject(raw)) return {};
  const at = (path: string) =>
    path.startsWith("${configDir}") ? join(from, path.slice("${configDir}".length)) : path.startsWith("/") ? path : join(folder, path);
  const text = (name: string): string | undefined => (typeof raw[name] === "string" ? raw[name] : undefined);
  const baseUrl = text("baseUrl") === undefined ? inherited.baseUrl : at(text("baseUrl")!);
  const own: { -readonly [Key in keyof TsConfig]?: TsConfig[Key] } = {};
  if (baseUrl !== undefined) own.baseUrl = baseUrl;
  if (isObject(raw["paths"])) {
    const base = (target: string) => (baseUrl === undefined || target.startsWith("${configDir}") ? at(target) : join(baseUrl, target));
    own.paths = new Map(Object.entries(raw["paths"]).map(([pattern, targets]) => [pattern, strings(targets).map(base)]));
  }
  if (Array.isArray(raw["rootDirs"])) own.rootDirs = strings(raw["rootDirs"]).map(at);
  const outDirs = [text("outDir"), text("declarationDir")].filter((path) => path !== undefined).map(at);
  if (outDirs.length > 0) own.outDirs = outDirs;
  if (text("rootDir") !== undefined) own.rootDir = at(text("rootDir")!);
  if (Array.isArray(raw["customConditions"])) own.conditions = strings(raw["customConditions"]);
  if (Array.isArray(raw["moduleSuffixes"])) own.suffixes = strings(raw["moduleSuffixes"]);
  return own;
}

/** Only of a configuration without files: others' references are projects of their own, which are found by where they lie. */
function referencesOf(raw: Record<string, unknown>, folder: string): string[] {
  const { files, include, references } = raw;
  if (!Array.isArray(references) || !Array.isArray(files) || files.length > 0 || (Array.isArray(include) && include.length > 0)) return [];
  return references.flatMap((reference: unknown) => {
    if (!isObject(reference) || typeof reference["path"] !== "string") return [];
    const path = join(folder, reference["path"]);
    return [path.endsWith(".json") ? path : join(path, "tsconfig.json")];
  });
}

/** Where `extends` leads: a file, with or without its ending, or one of a package that is installed here or above. */
function extended(base: string, { project, folder }: { project: ProjectFiles; folder: string }): string | undefined {
  const candidates = (path: string) => [path, `${path}.json`, join(path, "tsconfig.json")];
  const readable = (path: string) => path.endsWith(".json") && project.read(path) !== undefined;
  if (/^\.\.?(?:\/|$)/.test(base)) return candidates(join(folder, base)).find(readable);
  for (let above = folder; ; above = dirname(above)) {
    const found = candidates(join(above, "node_modules", base)).find(readable);
    if (found !== undefined || above === "." || above === "/" || above.startsWith("..")) return found;
  }
}

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

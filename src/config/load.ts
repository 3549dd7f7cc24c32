/** One frozen value out of flags, environment, files and defaults, in this order of strength, and where each setting came from. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Environment } from "../contract/provider.ts";
import { readConfigFileIfThere } from "./config-file.ts";
import { wrongValue } from "./wrong-value.ts";
import { settings, type NamedTables, type Setting, type SettingKey, type Settings } from "./settings.ts";
import { distrusted, isTrusted } from "./trust.ts";

export interface Config {
  settings: Settings;
  named: NamedTables;
  /** Where each value came from: `default`, `--model`, `FETTLE_MODEL`, `file:line`. */
  origins: Readonly<Record<SettingKey, string>>;
  /** What the user should know, such as a project file that was ignored. */
  notices: readonly string[];
  /** Where Fettle keeps its state. */
  home: string;
}

export function fettleHome(env: Environment): string {
  return resolve(env["FETTLE_HOME"] ?? join(env["HOME"] ?? homedir(), ".fettle"));
}

/** What a user gave for a setting on the command line, as text, or a program in code. */
export type Flags = Partial<Record<SettingKey, string | number | boolean | readonly string[]>>;

export async function loadConfig({ env, flags, workspace }: { env: Environment; flags: Flags; workspace: string }): Promise<Config> {
  const home = fettleHome(env);
  const values = new Map<SettingKey, { value: unknown; at: string }>();
  const named = { providers: {}, models: {}, secrets: {} };
  const notices: string[] = [];

  for (const [key, { default: value }] of entriesOf<Setting>(settings)) values.set(key, { value, at: "default" });
  for (const file of configFiles(home, workspace, notices)) {
    const { readToml } = await import("./toml.ts");
    const found = readToml(file.source, file.path);
    for (const [key, entry] of found.values) values.set(key, entry);
    Object.assign(named.providers, found.named.providers);
    Object.assign(named.models, found.named.models);
    Object.assign(named.secrets, found.named.secrets);
  }
  for (const [key, { env: name, kind }] of entriesOf<Setting>(settings)) {
    const given = env[name];
    if (given === undefined || given === "") continue;
    const value = kind.fromText(given);
    if (value === undefined) throw wrongValue(key, kind, given, name);
    values.set(key, { value, at: name });
  }
  for (const [key, given] of entriesOf(flags)) {
    if (given === undefined) continue;
    const { kind, flag = key } = settings[key] as { kind: (typeof settings)[SettingKey]["kind"]; flag?: string };
    const value = typeof given === "string" ? kind.fromText(given) : kind.fromToml(given);
    if (value === undefined) throw wrongValue(key, kind, given, flag);
    values.set(key, { value, at: flag });
  }

  return Object.freeze({
    settings: Object.freeze(Object.fromEntries([...values].map(([key, { value }]) => [key, value]))) as unknown as Settings,
    named: Object.freeze(named),
    origins: Object.freeze(Object.fromEntries([...values].map(([key, { at }]) => [key, at]))) as Record<SettingKey, string>,
    notices,
    home,
  });
}

/** The project's settings file, whether or not it is there. */
export function projectFile(workspace: string): string {
  return join(workspace, ".fettle", "config.toml");
}

/** Weakest first. */
function configFiles(home: string, workspace: string, notices: string[]): { path: string; source: string }[] {
  const found: { path: string; source: string }[] = [];
  const user = join(home, "config.toml");
  const settled = readConfigFileIfThere(user, "The settings");
  if (settled !== undefined) found.push({ path: user, source: settled });
  const project = projectFile(workspace);
  const source = readConfigFileIfThere(project, "The settings");
  if (source === undefined) return found;
  if (isTrusted(home, project, source)) found.push({ path: project, source });
  else notices.push(distrusted(project));
  return found;
}

function entriesOf<Value>(record: Partial<Record<SettingKey, Value>>): [SettingKey, Value][] {
  return Object.entries(record) as [SettingKey, Value][];
}

/** A TOML file as settings. Loaded only when there is a file to read. */
import { FettleError } from "../contract/error.ts";
import { nearest } from "../lib/nearest.ts";
import type { Kind } from "./kinds.ts";
import { settings, tables, type NamedTables, type SettingKey } from "./settings.ts";
import { isTable, parseToml } from "./toml-document.ts";
import { wrongValue } from "./wrong-value.ts";

export interface FileSettings {
  /** Key → value and the place it stands, `file:line`. */
  values: Map<SettingKey, { value: unknown; at: string }>;
  named: Record<keyof NamedTables, Record<string, Record<string, unknown>>>;
}

/** Throws `config.invalid` with file and line for broken TOML, unknown keys and wrong values. */
export function readToml(source: string, file: string): FileSettings {
  const document = parseToml(source, file);
  const found: FileSettings = { values: new Map(), named: { providers: {}, models: {}, secrets: {} } };
  for (const [key, value] of Object.entries(document)) {
    if (key in tables) readNamedTable(key as keyof NamedTables, value, { source, file, found });
    else if (isTable(value) && !(key in settings))
      for (const [name, inner] of Object.entries(value)) readSetting(`${key}.${name}`, inner, { source, file, found });
    else readSetting(key, value, { source, file, found });
  }
  return found;
}

interface Reading {
  source: string;
  file: string;
  found: FileSettings;
}

function readSetting(key: string, value: unknown, { source, file, found }: Reading): void {
  const at = `${file}:${lineOf(source, key)}`;
  if (!(key in settings)) throw unknownKey(key, Object.keys(settings), at);
  const accepted = settings[key as SettingKey].kind.fromToml(value);
  if (accepted === undefined) throw wrongValue(key, settings[key as SettingKey].kind, value, at);
  found.values.set(key as SettingKey, { value: accepted, at });
}

function readNamedTable(table: keyof NamedTables, value: unknown, { source, file, found }: Reading): void {
  const fields: Record<string, { kind: Kind<unknown> }> = tables[table];
  for (const [name, entry] of Object.entries(isTable(value) ? value : {})) {
    const path = `${table}.${name}`;
    if (!isTable(entry))
      throw new FettleError("config.invalid", `${path} must be a table`, {
        at: `${file}:${lineOf(source, name)}`,
        hint: `Write [${table}."${name}"] and its settings below.`,
      });
    const accepted: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(entry)) {
      const at = `${file}:${lineOf(source, key)}`;
      const field = fields[key];
      if (field === undefined) throw unknownKey(`${path}.${key}`, Object.keys(fields), at);
      accepted[key] = field.kind.fromToml(inner);
      if (accepted[key] === undefined) throw wrongValue(`${path}.${key}`, field.kind, inner, at);
    }
    found.named[table][name] = accepted;
  }
}

function unknownKey(key: string, known: readonly string[], at: string): FettleError {
  const [best] = nearest(
    key.split(".").at(-1)!,
    known.map((name) => name.split(".").at(-1)!),
    1,
  );
  const suggestion = nearest(key, known, 1)[0] ?? known.find((name) => name.split(".").at(-1) === best);
  return new FettleError("config.invalid", `Unknown setting "${key}"`, {
    at,
    hint: suggestion === undefined ? `Known settings: ${known.join(", ")}` : `Did you mean "${suggestion}"?`,
  });
}

/** The parser gives no positions; the last part of a key is looked for where a key or table header can stand. 1 when it is not found. */
function lineOf(source: string, key: string): number {
  const word = key.split(".").at(-1)!;
  const lines = source.split("\n");
  const index = lines.findIndex((line) => {
    const before = line.split(/[=#]/)[0]!;
    return before.split(/[\s."'[\]]+/).includes(word) || before.includes(`"${key}"`) || before.includes(`"${word}"`);
  });
  return index + 1 || 1;
}

import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { FettleError } from "../contract/error.ts";
import { takeLock } from "../lib/process-lock.ts";
import { readConfigFileIfThere } from "./config-file.ts";
import { setTomlValue } from "./edit-toml.ts";
import type { SettingKey } from "./settings.ts";
import { isTable, parseToml } from "./toml-document.ts";
import { toTomlValue } from "./toml-value.ts";

/** The user's own file of settings. */
export function userSettingsFile(home: string): string {
  return join(home, "config.toml");
}

export type StorableValue = string | number | boolean | readonly string[];

/** Somebody who writes one value needs a few milliseconds. */
const patienceMs = 5000;
const pauseMs = 10;

/**
 * Writes one setting into the user's file; every other byte of it stays as it is. Durable when it resolves; a reader sees the old file
 * or the new one, and of several writers at once none is lost. Throws `config.invalid` when the file is no TOML, and the error of
 * the file system.
 */
export async function storeSetting(home: string, key: SettingKey, value: StorableValue): Promise<void> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = userSettingsFile(home);
  const lock = await lockOf(`${file}.lock`);
  try {
    const source = readConfigFileIfThere(file, "The settings") ?? "";
    const changed = changedSource(source, key, { value, file });
    // What the name leads to is written: many keep such files elsewhere, and link to them.
    if (changed !== source) replace(existsSync(file) ? realpathSync(file) : file, changed);
  } finally {
    lock.release();
  }
}

async function lockOf(path: string): Promise<{ release(): void }> {
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    const taken = takeLock(path);
    if ("release" in taken) return taken;
    if (waitedMs >= patienceMs)
      throw new FettleError("config.invalid", `Process ${taken.holder.pid} is writing the settings and does not finish.`, {
        at: path,
        hint: "End it, or change the settings by hand.",
      });
    await wait(pauseMs);
  }
}

function changedSource(source: string, key: SettingKey, { value, file }: { value: StorableValue; file: string }): string {
  const before = parseToml(source, file);
  const path = key.split(".") as [string, ...string[]];
  const changed = setTomlValue(source, path, toTomlValue(value));
  const after = parseToml(changed, file);
  const isWritten = isDeepStrictEqual(take(after, path), value) && isDeepStrictEqual(without(after, path), without(before, path));
  if (isWritten) return changed;
  throw new FettleError("config.invalid", `${key} cannot be written into the settings as they are laid out.`, {
    at: file,
    hint: `Write it yourself: ${key} = ${toTomlValue(value)}`,
  });
}

function take(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isTable(value) ? value[key] : undefined), document);
}

/** The document without one value, and without a table that has no other. */
function without(document: Readonly<Record<string, unknown>>, [key, ...rest]: readonly string[]): Record<string, unknown> {
  const { [key!]: value, ...others } = document;
  if (rest.length === 0 || !isTable(value)) return others;
  const left = without(value, rest);
  return Object.keys(left).length === 0 ? others : { ...others, [key!]: left };
}

function replace(file: string, text: string): void {
  const temporary = join(dirname(file), `.config.toml.${process.pid}.${randomBytes(4).toString("hex")}`);
  try {
    const descriptor = openSync(temporary, "wx", 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

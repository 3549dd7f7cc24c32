/** Finds and keeps providers' keys: in variables, in a file that only its owner may read, in the keyring of the operating system. */
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FettleError } from "../contract/error.ts";
import type { Environment } from "../contract/provider.ts";
import { openKeyring } from "./keyring.ts";

export interface FoundKey {
  key: string;
  /** A variable's name, the file's path, or `keyring`. */
  from: string;
}

export interface StoredKey {
  provider: string;
  /** Enough to recognise the key, never enough to use it. */
  masked: string;
  from: string;
}

export interface Credentials {
  /** The variables in their order, else the file, else the keyring. Throws `config.invalid` when others can read the file. */
  find(provider: string, variables: readonly string[]): Promise<FoundKey | undefined>;
  /** Keeps the key, in the keyring where there is one, else in the file; returns the place. Replaces an older one. */
  store(provider: string, key: string): Promise<string>;
  /** Removes the key from every place; returns the places it was in. */
  remove(provider: string): Promise<string[]>;
  list(): Promise<StoredKey[]>;
  /** The keys in the file, to be hidden; none when it cannot be read. The keyring is not asked: it may put a question to a person. */
  stored(): { provider: string; key: string }[];
}

export function openCredentials({ env, home }: { env: Environment; home: string }): Credentials {
  const file = join(home, "credentials.json");

  return {
    async find(provider, variables) {
      for (const name of variables) if (env[name]) return { key: env[name], from: name };
      const stored = readKeys(file)[provider];
      if (stored !== undefined) return { key: stored, from: file };
      const kept = (await openKeyring())?.get(provider);
      return kept === undefined ? undefined : { key: kept, from: "keyring" };
    },
    async store(provider, key) {
      const keyring = await openKeyring();
      const { [provider]: older, ...others } = readKeys(file);
      if (keyring?.set(provider, key) !== true) {
        writeKeys(file, { ...others, [provider]: key });
        return file;
      }
      // The file is asked first: an older key in it would hide the new one.
      if (older !== undefined) writeKeys(file, others);
      return "keyring";
    },
    async remove(provider) {
      const removed: string[] = [];
      const { [provider]: stored, ...others } = readKeys(file);
      if (stored !== undefined) {
        writeKeys(file, others);
        removed.push(file);
      }
      if ((await openKeyring())?.remove(provider) === true) removed.push("keyring");
      return removed;
    },
    stored() {
      try {
        return Object.entries(readKeys(file)).map(([provider, key]) => ({ provider, key }));
      } catch {
        return []; // Who needs a key of it is told what is wrong.
      }
    },
    async list() {
      const inFile = Object.entries(readKeys(file)).map(([provider, key]) => ({ provider, masked: mask(key), from: file }));
      const inKeyring = ((await openKeyring())?.all() ?? []).map(([provider, key]) => ({ provider, masked: mask(key), from: "keyring" }));
      return [...inFile, ...inKeyring];
    },
  };
}

/** The last four characters of a key that is long enough to have secrets left. */
export function mask(key: string): string {
  return key.length < 16 ? "…" : `…${key.slice(-4)}`;
}

/** Provider → key. */
type Keys = Readonly<Record<string, string>>;

function readKeys(file: string): Keys {
  const text = readPrivate(file);
  if (text === undefined) return {};
  try {
    const keys = JSON.parse(text) as unknown;
    if (isKeys(keys)) return keys;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new FettleError("config.invalid", "The file with the keys is not a JSON object of texts", {
    at: file,
    hint: "Remove it and run `fettle login` for each provider.",
  });
}

function isKeys(value: unknown): value is Keys {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((key) => typeof key === "string")
  );
}

/** Undefined when there is no such file. The mode is checked on what is read, not on what had the name before. */
function readPrivate(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const { mode } = fstatSync(descriptor);
    // Windows has no such modes; its home folders are private.
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new FettleError("config.invalid", "Other users of this machine can read the file with the keys", {
        at: file,
        hint: `Run \`chmod 600 ${file}\`, and replace the keys if somebody may have read them.`,
      });
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}

function writeKeys(file: string, keys: Keys): void {
  mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}`;
  // A left-over of the same name could have another mode.
  rmSync(temporary, { force: true });
  writeFileSync(temporary, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  renameSync(temporary, file);
}

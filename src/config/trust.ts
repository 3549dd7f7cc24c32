/** Files of a repository that change what Fettle does are obeyed only when a person has trusted exactly this content. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FettleError } from "../contract/error.ts";
import { sha256 } from "../lib/hash.ts";

/** Absolute path → SHA-256 of the trusted content. */
type Trusted = Record<string, string>;

export function isTrusted(home: string, file: string, content: string): boolean {
  return read(home)[file] === sha256(content);
}

/** The hash of the content that is trusted of each file, as it is now; undefined of a file that nobody has trusted. */
export function trustedHashes(home: string): (file: string) => string | undefined {
  const trusted = read(home);
  return (file) => (Object.hasOwn(trusted, file) ? trusted[file] : undefined);
}

/** What is said of a file that does not count. */
export function distrusted(file: string): string {
  return `${file} is ignored because nobody has trusted this content. Read it, then run \`fettle trust\`.`;
}

export function trust(home: string, file: string, content: string): void {
  write(home, { ...read(home), [file]: sha256(content) });
}

/** A file that is gone: one that comes back under its name is another. */
export function distrust(home: string, file: string): void {
  const { [file]: _gone, ...rest } = read(home);
  write(home, rest);
}

function write(home: string, trusted: Trusted): void {
  const target = join(home, "trust.json");
  const temporary = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  writeFileSync(temporary, `${JSON.stringify(trusted, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, target);
}

function read(home: string): Trusted {
  const file = join(home, "trust.json");
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Trusted;
  } catch (cause) {
    throw new FettleError("config.invalid", "The list of trusted files is not valid JSON", {
      at: file,
      hint: "Remove it and trust the files you need again.",
      cause,
    });
  }
}

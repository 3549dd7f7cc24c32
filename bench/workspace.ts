import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FOLDERS = 800;
const FILES = 100;

/** A git repository of 80,000 small files, all committed; made once and kept. Not below this one, whose instructions agents would read. */
export function largeRepository(): string {
  const path = join(tmpdir(), "fettle-bench-large");
  if (existsSync(path)) return path;
  const making = `${path}-${process.pid}`;
  for (let folder = 0; folder < FOLDERS; folder++) {
    const directory = join(making, `area${folder % 20}`, `part${folder}`);
    mkdirSync(directory, { recursive: true });
    for (let file = 0; file < FILES; file++) writeFileSync(join(directory, `file${file}.ts`), `export const value${file} = ${folder};\n`);
  }
  const git = (...args: string[]): void => void execFileSync("git", ["-C", making, ...args]);
  git("init", "-q");
  git("add", ".");
  git("-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-q", "-m", "everything");
  renameSync(making, path);
  return path;
}

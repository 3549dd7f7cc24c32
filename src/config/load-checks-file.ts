import { lstatSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { FettleError } from "../contract/error.ts";
import type { ChecksFile } from "./checks-file.ts";
import { projectFile } from "./load.ts";
import { isTrusted } from "./trust.ts";

const MAX_BYTES = 1024 * 1024;

/** The project's own checks, whether or not they are there. */
export function projectChecksFile(workspace: string): string {
  return join(dirname(projectFile(workspace)), "checks.toml");
}

/** Undefined, with a notice, as long as nobody has trusted its content. Throws `config.invalid` with file and line. */
export async function loadChecksFile({
  workspace,
  home,
}: {
  workspace: string;
  home: string;
}): Promise<{ written?: ChecksFile; notice?: string }> {
  const path = projectChecksFile(workspace);
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return {};
  const source = readSource(path);
  if (!isTrusted(home, path, source))
    return { notice: `${path} is ignored because nobody has trusted this content. Read it, then run \`fettle trust\`.` };
  const { readChecksFile } = await import("./checks-file.ts");
  return { written: readChecksFile(source, ".fettle/checks.toml") };
}

function readSource(path: string): string {
  try {
    const { size, isFile } = factsOf(path);
    if (!isFile || size > MAX_BYTES) throw new Error(isFile ? `it is larger than ${MAX_BYTES} bytes` : "it is not a file");
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new FettleError("config.invalid", `The checks cannot be read: ${(cause as Error).message}`, { at: path, cause });
  }
}

function factsOf(path: string): { size: number; isFile: boolean } {
  const stats = statSync(path);
  return { size: stats.size, isFile: stats.isFile() };
}

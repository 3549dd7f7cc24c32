import { FettleError } from "../../contract/error.ts";
import type { Files } from "../../contract/sandbox.ts";
import { escapeLine } from "../../lib/escape.ts";
import { nearestPaths } from "./nearest-path.ts";
import { Refusal } from "./refusal.ts";

/** Runs `act` on the file or folder at `path`; what a model can mend by naming another path is thrown as a `Refusal`. */
export async function onPath<Value>(files: Files, path: string, act: () => Promise<Value>): Promise<Value> {
  if (path.includes("\0")) throw new Refusal("A path cannot hold a zero byte.");
  try {
    return await act();
  } catch (error) {
    const reason = await explain(files, path, error);
    if (reason === undefined) throw error;
    throw new Refusal(reason, { cause: error });
  }
}

async function explain(files: Files, path: string, error: unknown): Promise<string | undefined> {
  if (error instanceof FettleError) return error.code === "sandbox.outside" ? withHint(error) : undefined;
  if (!isSystemError(error)) return undefined;
  const name = escapeLine(path);
  if (error.code === "ENOENT") return missing(name, await nearestPaths(files, path));
  return error.code in reasons ? `${name} ${reasons[error.code]}.` : `${name}: ${error.message}`;
}

function withHint({ message, hint }: FettleError): string {
  return escapeLine(hint === undefined ? message : `${message}. ${hint}`);
}

/** Whether the file system said no: `ENOENT`, `EACCES` and the like. Node's own errors have codes like `ERR_…`. */
function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error && /^E[A-Z0-9]+$/.test(String(error.code));
}

/** By the code of the operating system. */
const reasons: Readonly<Record<string, string>> = {
  ENOTDIR: "is not a folder, or leads through something that is none",
  EISDIR: "is a folder; list shows what is in it",
  ELOOP: "is a symbolic link that leads back to itself",
  EACCES: "must not be accessed: permission denied",
  EPERM: "must not be changed: operation not permitted",
  EROFS: "must not be changed: the workspace is read-only",
  ENAMETOOLONG: "has a name too long for the file system",
};

function missing(name: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return `${name} does not exist.`;
  return `${name} does not exist. Nearest: ${candidates.map((candidate) => escapeLine(candidate)).join(", ")}`;
}

import { FettleError } from "../contract/error.ts";

/** `log.disk` for an error of the file system; anything else as it is. */
export function toDiskError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  return new FettleError("log.disk", `The log cannot be written: ${error.message}`, {
    at: path,
    hint: isDiskFull(error)
      ? "Free some space on this disk, then resume the thread."
      : "Check this disk and the rights to it, then resume the thread.",
    cause: error,
  });
}

export function isDiskFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT";
}

import { FettleError } from "../../contract/error.ts";

/** What a failed transaction is called; the workspace is as before it. */
export function toStoreError(error: unknown, folder: string): FettleError {
  if (error instanceof FettleError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new FettleError("store.disk", `Nothing was changed: the disk is full (${message}).`, {
      at: folder,
      hint: "Make room on the disk and try again.",
      cause: error,
    });
  }
  return new FettleError("store.failed", `Nothing was changed: ${message}.`, {
    at: folder,
    hint: "Mend what the message names and try again.",
    cause: error,
  });
}

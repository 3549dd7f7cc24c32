import { randomBytes } from "node:crypto";
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

/** Writes a file that is not there yet, readable by its owner alone. Nothing is replaced, and no link is followed. */
export function writeNew(file: string, text: string): void {
  const opened = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  try {
    writeSync(opened, text);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Replaces a file at once: whoever reads it meanwhile reads the old or the new text. A link is replaced, not followed. */
export function replaceFile(file: string, text: string): void {
  const temporary = `${file}.${randomBytes(4).toString("hex")}.new`;
  try {
    writeNew(temporary, text);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

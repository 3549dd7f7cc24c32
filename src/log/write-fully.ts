import { writeSync } from "node:fs";

/** Writes all bytes: a nearly full disk takes a part of them and says so only in the count. Throws the error of the file system. */
export function writeFully(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}

import { chmodSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { toName, toPathBytes } from "../path-bytes.ts";
import { errorCode } from "../pin.ts";

/** Removes a tree of the harness's own, folders included that their owner may not write to. */
export function removeTree(path: string): void {
  try {
    rmSync(toPathBytes(path), { recursive: true, force: true });
  } catch (error) {
    if (errorCode(error) !== "EACCES" && errorCode(error) !== "EPERM") throw error;
    openUp(path);
    rmSync(toPathBytes(path), { recursive: true, force: true });
  }
}

function openUp(folder: string): void {
  chmodSync(toPathBytes(folder), 0o700);
  for (const entry of readdirSync(toPathBytes(folder), { withFileTypes: true, encoding: "buffer" })) {
    if (entry.isDirectory()) openUp(join(folder, toName(entry.name)));
  }
}

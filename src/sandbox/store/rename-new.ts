import { linkSync, renameSync, unlinkSync } from "node:fs";
import { constants } from "node:os";
import type { EntryType } from "../change-set.ts";
import { toPathBytes } from "../path-bytes.ts";
import { native } from "./native.ts";
import { statsAt } from "./state.ts";

const { EEXIST, EINVAL, ENOSYS } = constants.errno;

/**
 * Renames unless something has the new name already; false when it has. Throws as `renameSync` does.
 * Without the C library files go by a second link, and only for others a look must do, which leaves a moment of microseconds.
 */
export function renameNew(from: string, to: string, type: EntryType): boolean {
  const code = native().renameNew?.(from, to) ?? ENOSYS;
  if (code === 0) return true;
  if (code === EEXIST) return false;
  // What the file system cannot do is done otherwise; any other failure comes again, with its name.
  const isUnable = code === EINVAL || code === ENOSYS;
  if (isUnable && type === "file") {
    const linked = tryLink(from, to);
    if (linked === "taken") return false;
    if (linked === "done") {
      unlinkSync(toPathBytes(from));
      return true;
    }
  }
  if (statsAt(to) !== null) return false;
  renameSync(toPathBytes(from), toPathBytes(to));
  return true;
}

/** Some file systems have no hard links, and some files may not be linked to. */
function tryLink(from: string, to: string): "done" | "taken" | "unable" {
  try {
    linkSync(toPathBytes(from), toPathBytes(to));
    return "done";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return "taken";
    if (["EPERM", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(code ?? "")) return "unable";
    throw error;
  }
}

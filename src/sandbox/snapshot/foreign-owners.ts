import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import { listNames } from "./walk.ts";
import { toPathBytes } from "../path-bytes.ts";
import type { Identity } from "../identity.ts";

const MAX_ENTRIES = 1000;

/**
 * Names at the top of a root whose owner or group a box of this user does not know: writing to them through a layer gives EOVERFLOW.
 * What is deeper is not looked at, which would take a walk over all files: there a command's own error tells (`looksLikeLayerTrouble`).
 */
export function findForeignOwners(root: string, { uid, gid }: Identity): string[] {
  const isForeign = (stats: Stats | undefined): boolean => stats !== undefined && (stats.uid !== uid || stats.gid !== gid);
  const names = [".", ...listNames(root).slice(0, MAX_ENTRIES)];
  return names.filter((name) => isForeign(lstatSync(toPathBytes(join(root, name)), { throwIfNoEntry: false })));
}

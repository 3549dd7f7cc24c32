import { statSync } from "node:fs";
import { dirname } from "node:path";

/** The user and group that commands run as. */
export interface Identity {
  uid: number;
  gid: number;
}

/**
 * Undefined means as the harness itself. Root without capabilities cannot write to somebody else's workspace, as a container that
 * mounts a user's checkout has it: there commands run as its owner, unless the owner could not get to it.
 */
export function chooseIdentity(workspace: string): Identity | undefined {
  const { uid, gid } = statSync(workspace);
  if (process.getuid?.() !== 0 || uid === 0) return undefined;
  return isReachable(workspace, { uid, gid }) ? { uid, gid } : undefined;
}

/** True when every folder on the way lets that user through. */
export function isReachable(path: string, { uid, gid }: Identity): boolean {
  const folder = dirname(path);
  if (folder === path) return true;
  const stats = statSync(folder);
  const mask = stats.uid === uid ? 0o100 : stats.gid === gid ? 0o010 : 0o001;
  return (stats.mode & mask) !== 0 && isReachable(folder, { uid, gid });
}

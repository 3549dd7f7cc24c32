import { homedir, tmpdir } from "node:os";
import { isInside } from "../../src/lib/path.ts";

/** Whether a box hides a path from commands. What is installed for a project below such a folder is out of their sight. */
export function isHidden(path: string): boolean {
  return [tmpdir(), "/tmp", "/var/tmp", homedir()].some((folder) => isInside(path, folder));
}

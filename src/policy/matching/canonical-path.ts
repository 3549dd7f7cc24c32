import { posix } from "node:path";

export interface Folders {
  workspace: string;
  userHome: string;
}

/**
 * The one spelling of a path: absolute, without `.`, `..`, double or trailing slashes, in Unicode's composed form.
 * Relative ones start at `folder`, `~` is the user's home. Knows nothing of links.
 */
export function canonicalPath(path: string, { workspace, userHome }: Folders, folder: string = workspace): string {
  const tilde = path === "~" || path.startsWith("~/") ? userHome + path.slice(1) : path;
  const whole = posix.resolve(workspace, folder, tilde);
  return whole.normalize("NFC");
}

import { FettleError } from "../contract/error.ts";
import { findProgram } from "../lib/program.ts";

/** Absolute paths of programs that the harness runs itself. Throws `sandbox.unavailable`. */
export function findPrograms<Name extends string>(
  names: readonly Name[],
  { workspace, hint }: { workspace: string; hint: string },
): Record<Name, string> {
  const found = names.map((name) => {
    const path = findProgram(name, workspace);
    if (path !== undefined) return [name, path] as const;
    throw new FettleError("sandbox.unavailable", `${packages[name] ?? name} is not installed.`, { hint });
  });
  return Object.fromEntries(found) as Record<Name, string>;
}

/** Under what name people know it. */
const packages: Readonly<Record<string, string>> = {
  bwrap: "bubblewrap (bwrap)",
  mkfifo: "mkfifo (coreutils)",
  mount: "mount (util-linux)",
  nsenter: "nsenter (util-linux)",
  setpriv: "setpriv (util-linux)",
  unshare: "unshare (util-linux)",
};

import { spawnSync } from "node:child_process";
import { basename, delimiter } from "node:path";

/**
 * A PATH on which programs of the system come before the shims of version managers, each of which starts dozens of processes for the one
 * that was asked for; and before the plugins of pytest that somebody has installed there. As it was, where the system has no pytest.
 */
export function shimsLast(path: string): string {
  const [programs = [], shims] = [false, true].map((isShim) =>
    path.split(delimiter).filter((folder) => (basename(folder) === "shims") === isShim),
  );
  if (shims?.length === 0) return path;
  const PATH = programs.join(delimiter);
  const { status } = spawnSync("python3", ["-m", "pytest", "--version"], { env: { PATH }, stdio: "ignore" });
  return status === 0 ? [...programs, ...(shims ?? [])].join(delimiter) : path;
}

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";

/** Removes a temporary tree, whatever modes commands gave to folders in it. */
export function removeAll(folder: string): void {
  spawnSync("chmod", ["-R", "u+rwX", folder], { stdio: "ignore" });
  rmSync(folder, { recursive: true, force: true });
}

import { dirname, join } from "node:path";
import type { ChecksFile } from "./checks-file.ts";
import { readConfigFileIfThere } from "./config-file.ts";
import { projectFile } from "./load.ts";
import { distrusted, isTrusted } from "./trust.ts";

/** The project's own checks, whether or not they are there. */
export function projectChecksFile(workspace: string): string {
  return join(dirname(projectFile(workspace)), "checks.toml");
}

/** Undefined, with a notice, as long as nobody has trusted its content. Throws `config.invalid` with file and line. */
export async function loadChecksFile({
  workspace,
  home,
}: {
  workspace: string;
  home: string;
}): Promise<{ written?: ChecksFile; notice?: string }> {
  const path = projectChecksFile(workspace);
  const source = readConfigFileIfThere(path, "The checks");
  if (source === undefined) return {};
  if (!isTrusted(home, path, source)) return { notice: distrusted(path) };
  const { readChecksFile } = await import("./checks-file.ts");
  return { written: readChecksFile(source, ".fettle/checks.toml") };
}

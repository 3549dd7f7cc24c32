import { homedir } from "node:os";
import { join } from "node:path";
import { readText } from "./file-facts.ts";

/** The file in which a person keeps what git shall ignore everywhere, as their own configuration says, or where git looks without it. */
export function globalExcludes(): string {
  const home = homedir();
  const folder = join(process.env["XDG_CONFIG_HOME"] || join(home, ".config"), "git");
  for (const config of [join(home, ".gitconfig"), join(folder, "config")]) {
    const named = /^\s*excludes_?file\s*=\s*"?([^"\n]+?)"?\s*$/im.exec(readText(config))?.[1];
    if (named !== undefined) return named.startsWith("~/") ? join(home, named.slice(2)) : named;
  }
  return join(folder, "ignore");
}

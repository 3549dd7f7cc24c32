import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export interface RealProject {
  name: string;
  /** Where it was published. */
  source: string;
  licence: string;
  /** `proves | command [in cwd] | from`, in the order in which they run. */
  expected: string[];
  files: Record<string, string>;
}

const folder = resolve(import.meta.dirname, "../fixtures/manifests");

export function readRealProjects(): RealProject[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".txt"))
    .sort()
    .map((file) => {
      const [head = "", ...parts] = readFileSync(join(folder, file), "utf8").split(/^-- (.+) --\n/m);
      const files: Record<string, string> = {};
      for (let index = 0; index < parts.length; index += 2) files[parts[index]!] = parts[index + 1]!;
      const values = (key: string): string[] => [...head.matchAll(new RegExp(`^${key}: (.*)$`, "gm"))].map(([, value]) => value!);
      return {
        name: file.slice(0, -".txt".length),
        source: values("source")[0] ?? "",
        licence: values("licence")[0] ?? "",
        expected: values("expect"),
        files,
      };
    });
}

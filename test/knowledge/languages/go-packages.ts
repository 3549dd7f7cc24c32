import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { relative } from "node:path";

interface Listed {
  Dir: string;
  ImportPath: string;
  DepOnly?: boolean;
  GoFiles?: string[];
  CgoFiles?: string[];
  Imports?: string[];
  ImportMap?: Record<string, string>;
}

/** The packages of a module with the folders that their imports lead to, in the module, as the go command tells. Nothing is downloaded. */
export function goPackages(folder: string, patterns: readonly string[]): { folder: string; files: string[]; imports: string[] }[] {
  const root = realpathSync(folder);
  const output = execFileSync(
    "go",
    ["list", "-e", "-deps", "-json=Dir,ImportPath,DepOnly,GoFiles,CgoFiles,Imports,ImportMap", ...patterns],
    {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 30,
      env: { ...process.env, GOFLAGS: process.env["GOFLAGS"] ?? "", GOPROXY: "off" },
    },
  );
  const listed = JSON.parse(`[${output.replaceAll(/^\}\n\{/gm, "},{")}]`) as Listed[];
  const inRoot = (path: string) => relative(root, realpathSync(path)) || ".";
  const folders = new Map(listed.map(({ ImportPath, Dir }) => [ImportPath, inRoot(Dir)]));
  return listed
    .filter(({ DepOnly }) => DepOnly !== true)
    .map(({ Dir, GoFiles = [], CgoFiles = [], Imports = [], ImportMap = {} }) => ({
      folder: inRoot(Dir),
      files: [...GoFiles, ...CgoFiles],
      imports: Imports.map((path) => folders.get(ImportMap[path] ?? path)).filter(
        (folder) => folder !== undefined && !folder.startsWith(".."),
      ) as string[],
    }));
}

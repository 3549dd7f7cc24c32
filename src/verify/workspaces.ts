import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from "jsonc-parser";
import type { Project } from "../contract/check.ts";
import { readText, unreadable } from "./project-files.ts";

/** Members that are looked into; a repository of more says at its root how all are checked. */
const MAX_MEMBERS = 100;

/** How a package manager runs a script in each member of a workspace that has it. */
const RUNS: Readonly<Record<string, (script: string) => string[]>> = {
  npm: (script) => ["npm", "run", script, "--workspaces", "--if-present"],
  pnpm: (script) => ["pnpm", "--recursive", "--if-present", "run", script],
  // Its own words for this depend on its version; npm reads the same manifests.
  yarn: (script) => ["npm", "run", script, "--workspaces", "--if-present"],
  bun: (script) => ["bun", "run", "--filter", "*", script],
};

/** Programs that run the scripts of a `package.json`. */
export const packageManagers: ReadonlySet<string> = new Set(Object.keys(RUNS));

const EMPTY: Node = { type: "object", offset: 0, length: 0, children: [] };

export function runInMembers(manager: string, script: string): string[] {
  return (RUNS[manager] ?? RUNS["npm"]!)(script);
}

/** Names of the scripts that members of the workspace have, with the text of all of that name; empty where there is no workspace. */
export async function memberScripts(project: Project, manifest: string): Promise<Map<string, string>> {
  const bodies = new Map<string, string>();
  for (const folder of await members(project, manifest)) {
    const text = (await readText(project, `${folder}/package.json`)) ?? "";
    const errors: ParseError[] = [];
    const scripts = findNodeAtLocation(parseTree(text, errors) ?? EMPTY, ["scripts"]);
    if (scripts?.type !== "object" || errors.length > 0) continue;
    for (const [name, body] of Object.entries(getNodeValue(scripts) as Record<string, unknown>))
      if (typeof body === "string") bodies.set(name, `${bodies.get(name) ?? ""}${folder}: ${body}\n`);
  }
  return bodies;
}

async function members(project: Project, manifest: string): Promise<string[]> {
  const found: string[] = [];
  for (const pattern of await patterns(project, manifest)) {
    if (pattern.startsWith("!")) continue;
    const [, folder, wild] = /^\.?\/?(.*?)(\/\*{1,2})?\/?$/.exec(pattern) ?? [];
    if (folder === undefined || folder.includes("*")) continue;
    if (wild === undefined) found.push(folder);
    else
      for (const { name, type } of await project.files.list(folder).catch(() => []))
        if (type === "directory" && name !== "node_modules") found.push(`${folder}/${name}`);
  }
  return [...new Set(found)].sort().slice(0, MAX_MEMBERS);
}

async function patterns(project: Project, manifest: string): Promise<string[]> {
  const root = parseTree(manifest);
  const declared = root && (findNodeAtLocation(root, ["workspaces", "packages"]) ?? findNodeAtLocation(root, ["workspaces"]));
  if (declared?.type === "array") return (getNodeValue(declared) as unknown[]).filter((item) => typeof item === "string");
  const pnpm = await readText(project, "pnpm-workspace.yaml");
  if (pnpm === undefined) return [];
  const { isMap, parseDocument } = await import("yaml");
  const document = parseDocument(pnpm);
  const [broken] = document.errors;
  if (broken !== undefined) throw unreadable(`pnpm-workspace.yaml:${broken.linePos?.[0].line ?? 1}`, broken.message.split("\n")[0]!);
  const { packages = [] } = (isMap(document.contents) ? document.toJS() : {}) as { packages?: unknown };
  return Array.isArray(packages) ? packages.filter((item) => typeof item === "string") : [];
}

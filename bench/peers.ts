import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "./agent.ts";

/** Installs what is missing of the agents' packages, in exactly these versions, into a folder. */
export function installPeers(folder: string, agents: readonly Agent[]): void {
  const missing = agents.flatMap(({ packages = [] }) => packages).filter((name) => !isInstalled(folder, name));
  if (missing.length === 0) return;
  mkdirSync(folder, { recursive: true });
  // Without one of its own, npm would install into a folder above.
  if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), `{"private":true}\n`);
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error"];
  const { status } = spawnSync("npm", ["install", ...options, ...missing], { cwd: folder, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`the other agents cannot be installed into ${folder}`);
}

function isInstalled(folder: string, nameAndVersion: string): boolean {
  const at = nameAndVersion.lastIndexOf("@");
  const manifest = join(folder, "node_modules", nameAndVersion.slice(0, at), "package.json");
  if (!existsSync(manifest)) return false;
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version === nameAndVersion.slice(at + 1);
}

import { readdirSync, type BigIntStats } from "node:fs";
import { toName, toPathBytes } from "../path-bytes.ts";
import { statsAt } from "./state.ts";

/** A folder and everything in it, counted. */
export interface TreeFacts {
  /** The folder itself included. */
  entries: number;
  /** Of files. */
  bytes: number;
  /** The latest ctime of anything in it. */
  changedNs: bigint;
}

export function measureTree(path: string): TreeFacts {
  const facts: TreeFacts = { entries: 0, bytes: 0, changedNs: 0n };
  walkTree(path, (_, stats) => {
    facts.entries++;
    if (stats.isFile()) facts.bytes += Number(stats.size);
    if (stats.ctimeNs > facts.changedNs) facts.changedNs = stats.ctimeNs;
  });
  return facts;
}

/** Every entry of a tree, the top first with the path `""`. What vanishes meanwhile is passed over. */
export function walkTree(top: string, visit: (path: string, stats: BigIntStats) => void): void {
  const waiting = [""];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const at = path === "" ? top : `${top}/${path}`;
    const stats = statsAt(at);
    if (stats === null) continue;
    visit(path, stats);
    if (stats.isDirectory()) for (const name of namesIn(at)) waiting.push(path === "" ? name : `${path}/${name}`);
  }
}

/** Names in a folder; none when it is gone. A folder that may not be listed throws. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(toPathBytes(folder), { encoding: "buffer" }).map(toName);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

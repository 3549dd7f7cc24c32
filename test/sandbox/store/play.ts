import { spawnSync } from "node:child_process";
import { label, manifest, openGround } from "./folder.ts";
import { run } from "./overlay.ts";
import type { Scenario } from "./scenarios.ts";

export interface Played {
  /** The script did change something. */
  changed: boolean;
  committed: boolean;
  undone: boolean;
  redone: boolean;
  undoneAgain: boolean;
  conflicts: unknown[];
}

/** What every scenario must come to. */
export const asItShould: Played = { changed: true, committed: true, undone: true, redone: true, undoneAgain: true, conflicts: [] };

/** `committed` compares with what the script makes of the same folder without any overlay. Times cannot be compared there. */
export async function play({ before, script }: Scenario, parent?: string): Promise<Played> {
  using ground = await openGround(parent);
  using plain = await openGround(parent);
  const { store, root } = ground;
  for (const folder of [root, plain.root]) bash(before, folder);
  bash(script, plain.root);

  const original = manifest(root);
  const commit = await run(store, script);
  const after = manifest(root);
  const undo = await store.undo({ ids: [commit.checkpoint ?? ""] }, { label });
  const undone = manifest(root);
  const redo = await store.redo(undefined, { label });
  const redone = manifest(root);
  const again = await store.undo({ ids: [commit.checkpoint ?? ""] }, { label });

  return {
    changed: !isEqual(original, after),
    committed: isEqual(withoutTimes(after), withoutTimes(manifest(plain.root))),
    undone: isEqual(original, undone),
    redone: isEqual(after, redone),
    undoneAgain: isEqual(original, manifest(root)),
    conflicts: [commit, undo, redo, again].flatMap(({ conflicts }) => conflicts),
  };
}

function bash(script: string, cwd: string): void {
  const { status, stderr } = spawnSync("bash", ["-c", script], { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${script}: ${stderr}`);
}

/** Git's index holds times and inode numbers of its own. */
function withoutTimes(lines: readonly string[]): string[] {
  return lines.filter((line) => !line.startsWith('".git/')).map((line) => line.replace(/(?<=^".*" \d+ \d+ \d+ \d+) -?\d+/, ""));
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

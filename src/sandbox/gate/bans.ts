import { join } from "node:path";
import type { PathBans } from "../../contract/sandbox.ts";
import type { Hold, PendingChange } from "../change-set.ts";
import type { Addition } from "./additions.ts";
import { below, parentOf, type Tree } from "./trees.ts";

export interface BanJudge {
  /** Of an entry that is new or changed. */
  addition(addition: Addition): Hold | undefined;
  /** Of what goes with a change. */
  loss(change: PendingChange): Hold[];
}

/** What the rules of a policy keep from being changed: whoever changes a folder as a whole changes what is in it. */
export function judgeBans(bans: PathBans, { root, present }: { root: string; present: Tree }): BanJudge {
  const absolute = (path: string) => join(root, path);
  const toHold = (path: string, reason: string): Hold => ({ path, rule: "policy", reason });

  let known: { folder: string; below: boolean } | undefined;

  /** Asked once for neighbours: a new folder may hold very many. */
  function mayLieIn(folder: string): boolean {
    if (known?.folder !== folder) known = { folder, below: bans.below(absolute(folder)) };
    return known.below;
  }

  function judgePath(path: string): Hold | undefined {
    if (!mayLieIn(parentOf(path))) return undefined;
    const reason = bans.over(absolute(path));
    return reason === undefined ? undefined : toHold(path, reason);
  }

  /** Folders are read only where something may be. */
  function lossBelow(folder: string): Hold[] {
    if (!mayLieIn(folder)) return [];
    return [...present.names(folder).values()].flatMap((name) => {
      const path = below(folder, name);
      const hold = judgePath(path);
      if (hold !== undefined) return [hold];
      return present.entry(path)?.type === "directory" ? lossBelow(path) : [];
    });
  }

  function loss({ path, before, after, staged }: PendingChange): Hold[] {
    // A folder that stays loses by changes of their own.
    if (before === null || (after !== null && staged === null)) return [];
    const hold = judgePath(path);
    if (hold !== undefined) return [hold];
    if (before.type !== "directory") return [];
    if (present.entry(path) !== null) return lossBelow(path);
    // A job has removed it already.
    const reason = bans.named(absolute(path));
    return reason === undefined ? [] : [toHold(path, reason)];
  }

  return {
    // The time of a folder changes with what happens in it, which is judged by itself.
    addition: ({ place, type, mode, before, content }) =>
      type === "directory" && !content && before?.mode === mode ? undefined : judgePath(place.path),
    loss,
  };
}

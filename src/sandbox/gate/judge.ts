import type { PathBans } from "../../contract/sandbox.ts";
import type { Hold, PendingChange } from "../change-set.ts";
import { eachAddition, type Addition } from "./additions.ts";
import { judgeBans } from "./bans.ts";
import { judgeDeletions } from "./deletions.ts";
import { keyedFiles, newGrants } from "./keyed-files.ts";
import { leavesRoot } from "./links.ts";
import { isSame, judgeRepositories } from "./repositories.ts";
import { judgeRepositoryLosses } from "./repository-losses.ts";
import { openTrees } from "./trees.ts";
import { watchedNames } from "./watched-names.ts";

export interface GateFacts {
  /** Absolute, real path of the writable root. */
  root: string;
  /** How many files may go at once, of those that nothing makes again. */
  maxDeletions: number;
  /** What rules keep from being changed, by absolute path. */
  bans?: PathBans | undefined;
}

export interface Judgement {
  /** Changes without a hold on them or on anything in them. */
  pass: PendingChange[];
  /** By path. One may be about an entry inside of a new folder: the rest of that folder need not be held. */
  holds: Hold[];
}

/**
 * Judges what a transaction would change, from the changes, the staged content and the root as it is. Runs no program and follows no link.
 * A new folder is walked once; content is read of files only whose settings decide.
 */
export async function judgeChanges(pending: readonly PendingChange[], { root, maxDeletions, bans }: GateFacts): Promise<Judgement> {
  const trees = openTrees(root, pending);
  const repositories = judgeRepositories(root, trees);
  const losses = judgeRepositoryLosses(trees.present);
  const banned = bans && judgeBans(bans, { root, present: trees.present });
  const holds: Hold[] = [];

  const closed = eachAddition(pending, (addition) => {
    repositories.see(addition);
    losses.see(addition);
    const hold = judgeEntry(addition) ?? banned?.addition(addition);
    if (hold !== undefined) holds.push(hold);
  });
  holds.push(...closed.map((path) => ({ path, rule: "closed-folder", reason: "Its permissions keep it from being judged." })));
  holds.push(...repositories.holds());
  holds.push(...judgeDeletions({ root, pending, trees, maxDeletions, lose: losses.lose }));
  holds.push(...losses.holds());
  if (banned !== undefined) holds.push(...pending.flatMap((change) => banned.loss(change)));

  const sorted = outermost(holds);
  return { pass: pending.filter(({ path }) => !sorted.some((hold) => isWithin(hold.path, path))), holds: sorted };

  function judgeEntry(addition: Addition): Hold | undefined {
    const { place, type, mode, before, content } = addition;
    const { path } = place;
    if (type === "other" && !addition.pipe && content) return { path, rule: "special-file", reason: "It is a device or a socket." };
    const setId = mode & 0o6000;
    if (type === "file" && setId !== 0 && (content || ((before?.mode ?? 0) & setId) !== setId)) {
      return { path, rule: "set-id", reason: "It would run with the rights of its owner or group, whoever starts it." };
    }
    if (place.dependency) return undefined;
    if (
      type === "symlink" &&
      trees.present.target(path) !== trees.future.target(path) &&
      leavesRoot(path, { root, future: trees.future })
    ) {
      return { path, rule: "link-outside", reason: "It leads, or can be made to lead, out of the workspace." };
    }
    return judgeName(addition) ?? judgeKeys(addition);
  }

  function judgeName({ place, type }: Addition): Hold | undefined {
    const found = watchedNames.entry(place, type === "directory") ?? watchedNames.folders(place);
    if (found === undefined || (type === "directory" && trees.present.entry(place.path)?.type === "directory")) return undefined;
    return isSame(place.path, trees) ? undefined : { path: place.path, rule: found.rule, reason: `It is ${found.what}.` };
  }

  function judgeKeys({ place, type, content }: Addition): Hold | undefined {
    const file = type === "directory" || !content ? undefined : keyedFiles.entry(place, false);
    if (file === undefined || isSame(place.path, trees)) return undefined;
    const after = trees.future.text(place.path);
    const grants = typeof after === "string" ? newGrants(file, trees.present.text(place.path) ?? null, after) : undefined;
    if (grants === undefined)
      return { path: place.path, rule: file.rule, reason: "It is a link, or cannot be read as what its name says." };
    return grants.length === 0 ? undefined : { path: place.path, rule: file.rule, reason: `It would change ${grants.join(", ")}.` };
  }
}

/** Without holds inside of what is held already, sorted by path. */
function outermost(holds: readonly Hold[]): Hold[] {
  const paths = new Set(holds.map(({ path }) => path));
  const kept = new Map<string, Hold>();
  for (const hold of holds) {
    if (kept.has(hold.path) || ancestors(hold.path).some((path) => paths.has(path))) continue;
    kept.set(hold.path, hold);
  }
  return [...kept.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function ancestors(path: string): string[] {
  const names = path.split("/");
  return names.slice(1).map((_, length) => names.slice(0, length + 1).join("/"));
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

import type { Hold, PendingChange } from "../change-set.ts";
import type { Addition } from "./additions.ts";
import { foldPath } from "./fold-name.ts";
import { isRepository } from "./repositories.ts";
import { below, type Tree } from "./trees.ts";

/** More loose objects than this are not removed by what people do, but by a collection, which leaves a pack. */
const MAX_LOOSE_LOST = 20;
const looseName = /^[0-9a-f]{38}(?:[0-9a-f]{24})?$/;
const looseFolder = /^[0-9a-f]{2}$/;
const packName = /^pack-[0-9a-f]{40}(?:[0-9a-f]{24})?\.(?:pack|idx)$/;

/** What git never removes itself while the repository stays; its commands for branches, remotes and stashes remove what is deeper. */
const kept: Readonly<Record<string, string>> = {
  head: "It is what makes the folder a repository.",
  refs: "It holds the branches and tags.",
  "refs/heads": "It holds the branches.",
  "packed-refs": "It holds branches and tags.",
  reftable: "It holds the branches and tags.",
  logs: "It says where branches have been.",
  "logs/head": "It says where the checkout has been.",
  "logs/refs": "It says where branches have been.",
  "logs/refs/heads": "It says where branches have been.",
};

/** History that would be gone: objects that neither appear elsewhere nor are replaced by a pack, and what names them. */
export function judgeRepositoryLosses(present: Tree): {
  see(addition: Addition): void;
  /** A file or folder that goes, whole, or a file that is replaced. True when it is git's, so that it is no file of the project. */
  lose(path: string, change: PendingChange): boolean;
  holds(): Hold[];
} {
  const arrived = new Set<string>();
  const packed = new Set<string>();
  const lost = new Map<string, Map<string, Set<string>>>();
  const holds: Hold[] = [];

  /** The repository that a path is a part of, and the part; of a repository itself there is no part. */
  function locate(path: string): { repository: string; part: string } | undefined {
    const names = path.split("/");
    const folded = foldPath(path);
    let found: { repository: string; part: string } | undefined;
    for (let length = 1; length <= names.length; length++) {
      const folder = names.slice(0, length - 1).join("/") || ".";
      const isPart = ["objects", "refs", "logs", "packed-refs", "reftable", "head"].includes(folded[length - 1] ?? "");
      if (isPart && found === undefined && isRepository(folder, present))
        found = { repository: folder, part: folded.slice(length - 1).join("/") };
    }
    return found;
  }

  function loseObject(repository: string, name: string, by: string): void {
    const names = lost.get(repository) ?? new Map<string, Set<string>>();
    names.set(name, (names.get(name) ?? new Set()).add(by));
    lost.set(repository, names);
  }

  function loseObjects(repository: string, path: string, by: string): void {
    const name = objectName(path);
    if (name !== undefined) return loseObject(repository, name, by);
    if (present.entry(path)?.type !== "directory") return;
    for (const inner of present.names(path).values()) loseObjects(repository, below(path, inner), by);
  }

  return {
    see({ place, size, before, content }) {
      if (!content) return;
      const name = objectName(place.path);
      if (name !== undefined) {
        const home = before?.type === "file" && before.size !== size ? locate(place.path) : undefined;
        if (home === undefined) {
          arrived.add(name);
          // `objects/pack/NAME`: by the folder that holds `objects`.
          if (name.endsWith(".pack")) packed.add(place.up?.up?.up?.path ?? ".");
        } else {
          loseObject(home.repository, name, place.path);
        }
      }
      const emptied = place.name === "head" && place.up?.name === "logs" && size === 0 && before != null && before.size > 0;
      if (emptied && locate(place.path)?.part === "logs/head")
        holds.push({ path: place.path, rule: "git-loss", reason: "It would be empty. It says where the checkout has been." });
    },

    lose(path, change) {
      const type = present.entry(path)?.type;
      if (type === "directory" && isRepository(path, present)) {
        const objects = present.names(path).get("objects");
        if (objects !== undefined) loseObjects(path, below(path, objects), change.path);
        return true;
      }
      const home = locate(path);
      if (home === undefined) return foldPath(path).includes(".git");
      if (home.part.startsWith("objects")) loseObjects(home.repository, path, change.path);
      const reason = path === change.path && change.after === null ? kept[home.part] : undefined;
      if (reason !== undefined) holds.push({ path, rule: "git-loss", reason: `Git never removes it. ${reason}` });
      return true;
    },

    holds() {
      for (const [repository, names] of lost) {
        const gone = [...names].filter(([name]) => !arrived.has(name));
        const packs = gone.filter(([name]) => name.startsWith("pack-")).length;
        const stays = present.entry(repository) !== null && !gone.some(([, by]) => [...by].some((path) => covers(path, repository)));
        if (gone.length === 0 || (stays && (packed.has(repository) || (packs === 0 && gone.length <= MAX_LOOSE_LOST)))) continue;
        const reason = `${gone.length} objects of the git repository ${repository} would be gone${packs > 0 ? ", packs among them" : ""}: its history.`;
        for (const path of new Set(gone.flatMap(([, by]) => [...by]))) holds.push({ path, rule: "git-loss", reason });
      }
      return holds;
    },
  };
}

function covers(path: string, repository: string): boolean {
  return path === repository || repository.startsWith(`${path}/`);
}

/** Name of an object or pack, by which it is the same wherever it is. */
function objectName(path: string): string | undefined {
  const [name = "", folder = "", above = ""] = path.split("/").toReversed();
  if (folder === "pack" && packName.test(name)) return name;
  return above === "objects" && looseFolder.test(folder) && looseName.test(name) ? folder + name : undefined;
}

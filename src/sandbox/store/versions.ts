import type { EntryState } from "../change-set.ts";
import { openFolders, type Folders } from "./folders.ts";
import type { History } from "./history.ts";
import { mainSteps } from "./main-steps.ts";
import type { Site } from "./site.ts";
import { isSame, stateAt } from "./state.ts";
import { displacedPath, presentAt } from "./steps.ts";
import type { DetailedChange } from "./store.ts";

/** What a checkpoint changed, with where the versions from before and after are now. Throws `store.missing`. */
export function detail(site: Site, history: History, id: string): DetailedChange[] {
  history.head(id);
  using folders = openFolders(site.root);
  return mainSteps(history.steps(id)).map(({ n, path, before, after, entries }) => ({
    path,
    before,
    after,
    entries,
    beforeAt: whereIs({ site, folders, history }, path, before, displacedPath(site, id, n)),
    afterAt: whereIs({ site, folders, history }, path, after, undefined),
    undone: !history.counts({ checkpoint: id, n }),
  }));
}

/** A version is where it was displaced to, in its place, or wherever another checkpoint has put it since. */
function whereIs(
  { site, folders, history }: { site: Site; folders: Folders; history: History },
  path: string,
  wanted: EntryState | null,
  displaced: string | undefined,
): string | null {
  if (wanted === null) return null;
  if (displaced !== undefined && stateAt(displaced) !== null) return displaced;
  if (isSame(presentAt(folders, path), wanted)) return path === "." ? site.root : `${site.root}/${path}`;
  for (const { id } of history.heads) {
    for (const step of history.steps(id)) {
      if (step.path !== path || step.kind === "meta" || !isSame(step.before, wanted)) continue;
      const at = displacedPath(site, id, step.n);
      if (stateAt(at) !== null) return at;
    }
  }
  return null;
}

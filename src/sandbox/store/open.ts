import { realpathSync, rmSync, writeFileSync } from "node:fs";
import { acceptHeld } from "./accept.ts";
import { collect } from "./collect.ts";
import { commit } from "./commit.ts";
import { removeOldest } from "./garbage.ts";
import { listCheckpoints, readHistory, type History, type HistoryCache } from "./history.ts";
import { discardDeadLayers, discardLayer, makeLayer } from "./layer.ts";
import { locate } from "./location.ts";
import { withLock } from "./lock.ts";
import { dropHeld, hold, listHeld, showHeld } from "./quarantine.ts";
import { inSite, type Site } from "./site.ts";
import { record } from "./record.ts";
import type { Store } from "./store.ts";
import { recover } from "./transact.ts";
import { emptyTrash } from "./trash.ts";
import { idsOf, lastUndo, revert } from "./undo.ts";
import { detail } from "./versions.ts";

export interface StoreOptions {
  /** An existing folder. */
  root: string;
  /** Fettle's own. */
  home: string;
  /** Of old content to keep; 2 GiB unless said otherwise. */
  quotaBytes?: number;
}

const QUOTA_BYTES = 2 ** 31;

/**
 * Opens the store of a root, and first puts right what a dead process left there: a commit that was not done is taken back,
 * layers are thrown away. Rejects with `sandbox.unavailable` when there is no place for a store, and with `store.busy`.
 */
export async function openStore({ root, home, quotaBytes = QUOTA_BYTES }: StoreOptions): Promise<Store> {
  const site: Site = { root: realpathSync(root), ...locate(root, home), quotaBytes };
  const cache: HistoryCache = { heads: new Map(), steps: new Map(), reverses: new Map() };
  await withLock(site, () => {
    recover(site);
    discardDeadLayers(site);
  });
  void emptyTrash(site);

  const history = (): History => readHistory(site, cache);

  return {
    root: site.root,
    folder: site.folder,
    insideRoot: site.insideRoot,
    layer: () => makeLayer(site),
    discard: (layer) => discardLayer(site, layer),
    collect: (layer, options) => collect(site, layer, options),
    commit: (pending, options) => commit(site, pending, options),
    record: (changes, label) => record(site, changes, label),
    hold: (pending, holds, label) => hold(site, pending, holds, label),
    held: () => listHeld(site),
    heldShow: (id) => showHeld(site, id),
    accept: (id, label, paths) => acceptHeld(site, id, label, paths),
    drop: (id, paths) => dropHeld(site, id, paths),
    checkpoints: () => listCheckpoints(site, history()),
    show: (id) => detail(site, history(), id),

    undo: (which, options) =>
      withLock(site, () => {
        recover(site);
        const now = history();
        return revert(site, now, idsOf(now, which), options, "undo");
      }),

    redo: (which, options) =>
      withLock(site, () => {
        recover(site);
        const now = history();
        return revert(site, now, which === undefined ? lastUndo(now) : idsOf(now, which), options, "redo");
      }),

    pin: (id) => writeFileSync(inSite(site, "pins", history().head(id).id), ""),
    unpin: (id) => rmSync(inSite(site, "pins", history().head(id).id), { force: true }),

    async collectGarbage() {
      const freed = await withLock(site, () => removeOldest(site, history(), site.quotaBytes));
      await emptyTrash(site);
      return freed;
    },
  };
}

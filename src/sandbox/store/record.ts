import type { Label } from "../change-set.ts";
import type { Step } from "./journal.ts";
import { withLock } from "./lock.ts";
import { toStored } from "./plan.ts";
import type { Site } from "./site.ts";
import type { RecordedChange } from "./store.ts";
import { recover, transact } from "./transact.ts";
import { measureTree } from "./tree.ts";

export async function record(site: Site, changes: readonly RecordedChange[], label: Label): Promise<{ checkpoint: string | undefined }> {
  if (changes.length === 0) return { checkpoint: undefined };
  return await withLock(site, () => {
    recover(site);
    const steps = changes.map((change, n) => toStep(site, change, n)).sort((a, b) => Number(a.kind === "meta") - Number(b.kind === "meta"));
    const numbered = steps.map((step, n) => ({ ...step, n }));
    const { checkpoint } = transact(site, { label, kind: "record", undoes: [] }, numbered);
    return { checkpoint };
  });
}

function toStep(site: Site, { path, before, after, preimage, entries }: RecordedChange, n: number): Step {
  const isMeta = preimage === null && before?.type === "directory" && after?.type === "directory";
  return {
    n,
    section: 0,
    kind: isMeta ? "meta" : "kept",
    path,
    before,
    after,
    staged: toStored(site, preimage),
    entries,
    bytes: preimage !== null && before?.type === "directory" ? measureTree(preimage).bytes : (before?.size ?? 0),
    reverses: [],
  };
}

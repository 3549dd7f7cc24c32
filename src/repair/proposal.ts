import type { Repair, Repairer } from "../contract/repairer.ts";
import { entries } from "./repairers/index.gen.ts";

export interface Proposal {
  /** Name of the repairer. */
  repairer: string;
  repair: Repair;
}

type Context = Parameters<Repairer["repair"]>[0];

/** Whether a repair could have something to do here; cheap. */
export async function mayRepair(files: Context["files"]): Promise<boolean> {
  for (const { load } of entries) if (await (await load()).default.applies(files)) return true;
  return false;
}

/**
 * What the first repairer that can help proposes; undefined when nothing is broken or nothing helps. Nothing is written here: the
 * caller writes the edits, in a transaction of its own, and asks again, because one repair may reveal what the next can mend.
 */
export async function proposeRepair(context: Context): Promise<Proposal | undefined> {
  for (const { name, load } of entries) {
    context.signal.throwIfAborted();
    const { default: repairer } = await load();
    const repair = (await repairer.applies(context.files)) ? await repairer.repair(context) : undefined;
    if (repair !== undefined) return { repairer: name, repair };
  }
  return undefined;
}

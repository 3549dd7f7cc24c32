import type { Receipt } from "../contract/event.ts";
import type { Repair, RepairContext } from "../contract/repairer.ts";
import { entries } from "./repairers/index.gen.ts";

export interface Proposal {
  /** Name of the repairer. */
  repairer: string;
  repair: Repair;
}

type Kinds = ReadonlySet<Receipt["proves"]>;

/** Whether a repair could have something to do before any work is done; cheap. */
export async function mayRepair(files: RepairContext["files"]): Promise<boolean> {
  for (const { load } of entries) {
    const { default: repairer } = await load();
    if (repairer.looksAt === "project" && (await repairer.applies(files))) return true;
  }
  return false;
}

/**
 * What the first repairer that can help proposes, of those that mend `kinds`; undefined when nothing is broken or nothing helps.
 * Nothing is written here: the caller writes the edits, in a transaction of its own, and asks again, because one repair may reveal
 * what the next can mend.
 */
export async function proposeRepair(context: RepairContext, kinds?: Kinds): Promise<Proposal | undefined> {
  for (const { name, load } of entries) {
    context.signal.throwIfAborted();
    const { default: repairer } = await load();
    if (kinds !== undefined && !repairer.mends.some((kind) => kinds.has(kind))) continue;
    const repair = (await repairer.applies(context.files)) ? await repairer.repair(context) : undefined;
    if (repair !== undefined) return { repairer: name, repair };
  }
  return undefined;
}

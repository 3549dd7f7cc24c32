import type { Repair, Repairer } from "../contract/repairer.ts";
import { entries } from "./repairers/index.gen.ts";

export interface Proposal {
  repairer: string;
  repair: Repair;
}

/**
 * Asks every repairer that applies, one after the other, each about the files as they are then: the caller writes a
 * proposal, in a transaction of its own, before it asks for the next. Nothing is written here.
 */
export async function* proposeRepairs(context: Parameters<Repairer["repair"]>[0]): AsyncGenerator<Proposal> {
  for (const { name, load } of entries) {
    context.signal.throwIfAborted();
    const { default: repairer } = await load();
    if (!(await repairer.applies(context.files))) continue;
    const repair = await repairer.repair(context);
    if (repair !== undefined) yield { repairer: name, repair };
  }
}

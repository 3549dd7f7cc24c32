import type { Check } from "../../contract/check.ts";
import type { Counts, Receipt } from "../../contract/event.ts";
import type { CommandRun, Work, WorkChange } from "../../log/folds/work.ts";
import { readCounts } from "../read-counts.ts";
import { type ScriptCommand, commandsOf } from "./script.ts";
import { type Proof, proves } from "./proofs.ts";
import { isByproduct, isProse } from "./paths.ts";

/** A command of the thread, with its script read. */
export interface Run extends CommandRun {
  commands: readonly ScriptCommand[];
  /** What its output says that a test runner counted. */
  counts: Counts | undefined;
}

/** Everything a message is held against. */
export interface ClaimEvidence {
  runs: readonly Run[];
  /** Names of the calls that ran, with their number; commands are not among them. */
  calls: ReadonlyMap<string, number>;
  /** Of the whole thread, in order. */
  changes: readonly WorkChange[];
  held: ReadonlySet<string>;
  complete: boolean;
  turn: number;
  contract: readonly Check[];
  baseline: readonly Receipt[];
  final: readonly Receipt[];
  /** Those of earlier rounds that the model was told of. */
  earlier: readonly Receipt[];
}

/** Outputs that are searched for counts: those of the last runs of tests. */
const MAX_COUNTED = 10;

export async function gatherEvidence(
  { commands, calls, changes, held, complete, turn }: Work,
  receipts: Pick<ClaimEvidence, "contract" | "baseline" | "final" | "earlier">,
): Promise<ClaimEvidence> {
  const runs = commands.map((command): Run => ({ ...command, commands: commandsOf(command.script), counts: undefined }));
  const tested = runs.filter((run) => run.commands.some(({ text }) => proves(text, "tests", receipts.contract) === "yes"));
  for (const run of tested.slice(-MAX_COUNTED)) run.counts = await readCounts(run.tail);
  return { runs, calls, changes, held, complete, turn, ...receipts };
}

/** Runs of commands that are known to prove something, with whether their exit code says so. */
export function provingRuns({ runs, contract }: ClaimEvidence, proof: Proof): { run: Run; decides: boolean }[] {
  return runs.flatMap((run) => {
    const proving = run.commands.filter(({ text }) => proves(text, proof, contract) === "yes");
    return proving.length === 0 ? [] : [{ run, decides: proving.every(({ decides }) => decides) }];
  });
}

/** Whether a command ran of which only who wrote it knows what it proves. */
export function mayHaveProven({ runs, contract }: ClaimEvidence, proof: Proof): boolean {
  return runs.some(({ commands }) => commands.some(({ text }) => proves(text, proof, contract) !== "no"));
}

/** The first thing that was changed after a run and that it may have judged otherwise. */
export function changedAfter({ changes }: ClaimEvidence, { order, item }: CommandRun): WorkChange | undefined {
  return changes.find((change) => change.order > order && change.item !== item && !isByproduct(change.path) && !isProse(change.path));
}

/** What differs, after all changes of calls in this turn, from before them, by path. What people have changed meanwhile is not the model's to tell. */
export function netChanges({ changes, turn }: ClaimEvidence): Map<string, WorkChange> {
  const first = new Map<string, WorkChange>();
  const net = new Map<string, WorkChange>();
  for (const change of changes) {
    if (change.turn !== turn || change.item === "user") continue;
    const before = first.get(change.path) ?? change;
    first.set(change.path, before);
    if (before.before === change.after && change.type !== "directory") net.delete(change.path);
    else
      net.set(change.path, {
        ...change,
        before: before.before,
        change: before.before === null && change.after !== null ? "added" : change.change,
      });
  }
  return net;
}

/** Receipts of the final tree that prove something of a kind. */
export function finalReceipts({ final, contract }: ClaimEvidence, proof: Proof): Receipt[] {
  return final.filter((receipt) => {
    if (receipt.proves === proof) return true;
    if (receipt.proves !== "custom") return false;
    const check = contract.find(({ id }) => id === receipt.check);
    if (proof === "tests" && receipt.counts !== undefined) return true;
    return commandsOf(check?.argv.at(-1) ?? receipt.argv.at(-1) ?? "").some(({ text }) => proves(text, proof) === "yes");
  });
}

import type { Check, ConditionOutcome } from "../contract/check.ts";
import { FettleError } from "../contract/error.ts";
import type { Event, EventBody, Receipt } from "../contract/event.ts";
import { openBlobs, type ThreadBlobs } from "../log/blobs.ts";
import { foldEvents } from "../log/folds/fold.ts";
import { threadState } from "../log/folds/state.ts";
import { readEvents } from "../log/events.ts";
import { openLog } from "../log/writer.ts";
import { asksToMend } from "../verify/asks-to-mend.ts";
import { reachVerdict } from "../verify/verdict.ts";
import type { HeldLog } from "./undo.ts";

export interface Acceptance {
  home: string;
  thread: string;
  /** Id of a finding of the thread's last verdict. */
  finding: string;
  /** Who accepts it. */
  by: string;
  reason: string;
  /** When the thread is open in this process. */
  own?: HeldLog;
}

/**
 * Lets a finding stand, for a person, and records the verdict that now follows from the same receipts. Throws `usage.invalid`
 * when the last verdict has no such finding, `thread.busy` while the thread is open elsewhere.
 */
export async function acceptFinding(acceptance: Acceptance): Promise<EventBody<"verdict.reached">> {
  const { home, thread, own } = acceptance;
  if (own !== undefined) return await accept(acceptance, { log: own, events: await Array.fromAsync(readEvents(home, thread)) });
  const events: Event[] = [];
  const { log } = await openLog({ home, thread, onEvent: (event) => events.push(event) });
  try {
    return await accept(acceptance, { log, events });
  } finally {
    log.close();
  }
}

async function accept(
  { home, thread, finding, by, reason }: Acceptance,
  { log, events }: { log: HeldLog; events: readonly Event[] },
): Promise<EventBody<"verdict.reached">> {
  const at = events.findLastIndex(({ type }) => type === "verdict.reached");
  const last = events[at];
  const known = last?.type === "verdict.reached" ? (last.findings ?? []) : [];
  if (last?.type !== "verdict.reached" || !known.some(({ id }) => id === finding))
    throw new FettleError("usage.invalid", `The last verdict of thread ${thread} has no finding ${finding}.`, {
      at: finding,
      ...(known.length > 0 && { hint: `It has: ${known.map(({ id, path, line }) => `${id} (${path}:${line})`).join(", ")}.` }),
    });
  const verdict = await judgeAgain(events.slice(0, at + 1), { last, finding, blobs: openBlobs(home, thread) });
  log.append({ type: "finding.accepted", finding, by, reason }, { durable: true });
  log.append(verdict, { durable: true });
  return verdict;
}

async function judgeAgain(
  events: readonly Event[],
  { last, finding, blobs }: { last: Event<"verdict.reached">; finding: string; blobs: ThreadBlobs },
): Promise<EventBody<"verdict.reached">> {
  const findings = (last.findings ?? []).filter(({ id }) => id !== finding);
  // The turn's own verdict comes before those that people's answers have led to.
  const own = events.findLastIndex((event) => event.type === "verdict.reached" && event.turn !== undefined);
  const before = events.slice(0, own);
  const ofTurn = before.filter((event) => event.turn === events[own]?.turn);
  const { verdict, reasons } = reachVerdict({
    contract: contractOf(events),
    baseline: baselineOf(before),
    final: finalOf(before, { turn: events[own]?.turn, rests: new Set(last.receipts) }),
    tree: last.tree,
    changed: new Set(factOf(ofTurn, "changed-checks") as string[] | undefined),
    conditions: (factOf(ofTurn, "conditions") ?? []) as ConditionOutcome[],
    isToMend: await isToMend(before, blobs),
    findings,
    ...(last.claims !== undefined && { claims: last.claims }),
  });
  const { receipts: restsOn, tree, claims, diff, uncovered } = last;
  return {
    type: "verdict.reached",
    verdict,
    reasons,
    receipts: restsOn,
    tree,
    ...(claims !== undefined && { claims }),
    ...(findings.length > 0 && { findings }),
    ...(diff !== undefined && { diff }),
    ...(uncovered !== undefined && { uncovered }),
  };
}

function contractOf(events: readonly Event[]): readonly Check[] {
  const fact = events.findLast((event) => event.type === "fact.recorded" && event.fact === "contract");
  return fact?.type === "fact.recorded" ? (fact.value as Check[]) : [];
}

/** Of the last turn that has taken one: who only judges has none of its own. */
function baselineOf(events: readonly Event[]): Receipt[] {
  const isBaseline = (event: Event) => event.type === "check.completed" && event.receipt.phase === "baseline";
  const turn = events.findLast(isBaseline)?.turn;
  return receiptsIn(events.filter((event) => event.turn === turn && isBaseline(event)));
}

/** All of the turn, because two runs on one tree say more than the last, and those of before that were still of the tree. */
function finalOf(events: readonly Event[], { turn, rests }: { turn: number | undefined; rests: ReadonlySet<string> }): Receipt[] {
  return receiptsIn(
    events.filter(
      (event) =>
        event.type === "check.completed" && (rests.has(event.receipt.id) || (event.turn === turn && event.receipt.phase === "final")),
    ),
  );
}

function receiptsIn(events: readonly Event[]): Receipt[] {
  return events.flatMap((event) => (event.type === "check.completed" ? [event.receipt] : []));
}

async function isToMend(events: readonly Event[], blobs: ThreadBlobs): Promise<boolean> {
  const { asked } = await foldEvents(threadState, events);
  const texts = asked.flatMap((part) => (part.type === "text" ? [blobs.load(part.text)] : []));
  return asksToMend((await Promise.all(texts)).join("\n"));
}

/** Of the last judgement: what an earlier one found, the model may have put right. */
function factOf(ofTurn: readonly Event[], name: string): unknown {
  const since = ofTurn.findLastIndex(({ type }) => type === "verdict.reached");
  const fact = ofTurn.slice(since + 1).find((event) => event.type === "fact.recorded" && event.fact === name);
  return fact?.type === "fact.recorded" ? fact.value : undefined;
}

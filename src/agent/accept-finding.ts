import type { Check } from "../contract/check.ts";
import { FettleError } from "../contract/error.ts";
import type { Event, EventBody, Receipt } from "../contract/event.ts";
import { openLog } from "../log/writer.ts";
import { reachVerdict } from "../verify/verdict.ts";

export interface Acceptance {
  home: string;
  thread: string;
  /** Id of a finding of the thread's last verdict. */
  finding: string;
  /** Who accepts it. */
  by: string;
  reason: string;
}

/**
 * Lets a finding stand, for a person, and records the verdict that now follows from the same receipts. Throws `usage.invalid`
 * when the last verdict has no such finding, `thread.busy` while the thread is at work.
 */
export async function acceptFinding({ home, thread, finding, by, reason }: Acceptance): Promise<EventBody<"verdict.reached">> {
  const events: Event[] = [];
  const { log } = await openLog({ home, thread, onEvent: (event) => events.push(event) });
  try {
    const at = events.findLastIndex(({ type }) => type === "verdict.reached");
    const last = events[at];
    const known = last?.type === "verdict.reached" ? (last.findings ?? []) : [];
    if (last?.type !== "verdict.reached" || !known.some(({ id }) => id === finding))
      throw new FettleError("usage.invalid", `The last verdict of thread ${thread} has no finding ${finding}.`, {
        at: finding,
        ...(known.length > 0 && { hint: `It has: ${known.map(({ id, path, line }) => `${id} (${path}:${line})`).join(", ")}.` }),
      });
    const verdict = judgeAgain(events.slice(0, at + 1), { last, finding });
    log.append({ type: "finding.accepted", finding, by, reason }, { durable: true });
    log.append(verdict, { durable: true });
    return verdict;
  } finally {
    log.close();
  }
}

function judgeAgain(
  events: readonly Event[],
  { last, finding }: { last: Event<"verdict.reached">; finding: string },
): EventBody<"verdict.reached"> {
  const findings = (last.findings ?? []).filter(({ id }) => id !== finding);
  // The turn's own verdict comes before those that people's answers have led to.
  const own = events.findLastIndex((event) => event.type === "verdict.reached" && event.turn !== undefined);
  const turn = events[own]?.turn;
  const ofTurn = events.slice(0, own).filter((event) => event.turn === turn);
  const receipts = events.flatMap((event) => (event.type === "check.completed" ? [event.receipt] : []));
  const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]));
  const { verdict, reasons } = reachVerdict({
    contract: contractOf(events),
    baseline: ofTurn.flatMap((event) => (event.type === "check.completed" && event.receipt.phase === "baseline" ? [event.receipt] : [])),
    final: last.receipts.map((id) => byId.get(id)).filter((receipt): receipt is Receipt => receipt !== undefined),
    tree: last.tree,
    changed: new Set(changedChecks(ofTurn)),
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

/** Those of the last judgement: what an earlier one found, the model may have put right. */
function changedChecks(ofTurn: readonly Event[]): readonly string[] {
  const since = ofTurn.findLastIndex(({ type }) => type === "verdict.reached");
  const fact = ofTurn.slice(since + 1).find((event) => event.type === "fact.recorded" && event.fact === "changed-checks");
  return fact?.type === "fact.recorded" ? (fact.value as string[]) : [];
}

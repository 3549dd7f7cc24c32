import type { Event, EventType, Receipt } from "../../src/contract/event.ts";

/** Milliseconds of one task in which the model made one edit. */
export interface Timeline {
  /** From the first request until the edit could begin, and from the model's last word to the verdict. */
  whole: number;
  /** Until the first check ran: contract, first hash, box. */
  begin: number;
  /** The commands of the contract, before and after the work. */
  checks: number;
  /** Between them: boxes opened and closed, layers committed, hashes, receipts. */
  between: number;
  /** New tests with the work and without it, from the start of the first to the end of the last. */
  redGreen: number;
  /** All else between the last check and the verdict: hashes, tampering, what red-green needs, claims, size of the work. */
  judge: number;
}

const TRIALS: ReadonlySet<string> = new Set(["red", "green", "reverted", "former"]);

/** Throws when the task did not go as it was to go. */
export function toTimeline(events: readonly Event[]): Timeline {
  const all = <T extends EventType>(type: T): Event<T>[] => events.filter((event): event is Event & Event<T> => event.type === type);
  const [asked] = all("step.started");
  const edit = all("item.started").find(({ kind }) => kind === "call");
  const stopped = all("step.completed").at(-1);
  const verdict = all("verdict.reached").at(-1);
  if (asked === undefined || edit === undefined || stopped === undefined || verdict?.verdict !== "verified")
    throw new Error(`the task ended ${verdict?.verdict}: ${verdict?.reasons.join(" ")}`);
  const receipts = all("check.completed").map(({ receipt }) => receipt);
  const before = receipts.filter(({ phase }) => phase === "baseline");
  const after = receipts.filter(({ phase }) => phase === "final");
  const trials = receipts.filter(({ phase }) => TRIALS.has(phase));
  const checks = sum([...before, ...after].map(({ ms }) => ms));
  const redGreen = trials.length === 0 ? 0 : endOf(trials) - startOf(trials);
  const begin = startOf(before) - asked.at;
  const judge = verdict.at - endOf(after) - redGreen;
  const whole = edit.at - asked.at + verdict.at - stopped.at;
  return { whole, begin, checks, between: whole - begin - checks - redGreen - judge, redGreen, judge };
}

function startOf(receipts: readonly Receipt[]): number {
  return Math.min(...receipts.map(({ startedAt }) => startedAt));
}

function endOf(receipts: readonly Receipt[]): number {
  return Math.max(...receipts.map(({ startedAt, ms }) => startedAt + ms));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

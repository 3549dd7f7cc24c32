import type { Event, Finding, Receipt } from "../contract/event.ts";
import type { Report, ReportCheck, ReportRun } from "../contract/report.ts";
import { defineFold } from "../log/folds/fold.ts";
import { type Ledger, ledger } from "../log/folds/ledger.ts";
import { savings, type SavingsView } from "../log/folds/savings.ts";

/** The evidence of the turn that a verdict was reached in last; `toReport` makes a report of it. */
export interface ReportView {
  begun: Pick<Report, "thread" | "workspace" | "fettle" | "model"> | undefined;
  task: string;
  /** Whose work the turn judges, when it does nothing else: the fact `terms`. */
  judges: { work?: unknown; commit?: unknown } | undefined;
  /** Of the turn, in order. */
  receipts: Receipt[];
  /** By check: of the last earlier turn that ran it. */
  earlier: Map<string, Receipt[]>;
  /** By item, of the turn: repairs that were begun. */
  open: Map<string, Report["repairs"][number]>;
  repairs: Report["repairs"];
  /** Paths that the turn's transactions have changed. */
  changed: Set<string>;
  accepted: Report["accepted"];
  /** Every finding that a verdict of the thread has told of. */
  known: Map<string, Finding>;
  verdict: Event<"verdict.reached"> | undefined;
  ledger: Ledger;
  savings: SavingsView;
}

const fold = defineFold<ReportView>(
  () => ({
    begun: undefined,
    task: "",
    judges: undefined,
    receipts: [],
    earlier: new Map(),
    open: new Map(),
    repairs: [],
    changed: new Set(),
    accepted: [],
    known: new Map(),
    verdict: undefined,
    ledger: ledger.start(),
    savings: savings.start(),
  }),
  {
    "thread.started": begin,
    "thread.forked": begin,
    "thread.resumed": (view, { model, fettle }) => {
      // Who only judges leaves the work to whoever has done it.
      if (view.begun) Object.assign(view.begun, { fettle, ...(model !== "none" && { model }) });
    },
    "prompt.admitted": (view, { by, parts }) => {
      if (by === "user" && view.judges?.work !== "thread") view.task = titleOf(parts);
    },
    "fact.recorded": (view, { fact, value }) => {
      if (fact === "terms") view.judges = (value as { judges?: ReportView["judges"] }).judges;
    },
    "turn.started": (view) => {
      for (const [check, receipts] of Map.groupBy(view.receipts, ({ check }) => check))
        view.earlier.set(check, [...baselineBefore(receipts, view.earlier.get(check)), ...receipts]);
      Object.assign(view, { receipts: [], open: new Map(), repairs: [], changed: new Set() });
    },
    "item.started": (view, { kind, item, name, input }) => {
      if (kind === "repair") view.open.set(item, { repairer: name, ...repairIn(input) });
    },
    "item.completed": (view, { item, ok }) => {
      const repair = view.open.get(item);
      if (repair !== undefined && ok) view.repairs.push(repair);
    },
    "transaction.committed": (view, { changes }) => {
      for (const { path } of changes) view.changed.add(path);
    },
    "check.completed": (view, { receipt }) => {
      view.receipts.push(receipt);
    },
    "finding.accepted": (view, { finding, by, reason }) => {
      const known = view.known.get(finding);
      view.accepted.push({ id: finding, by, reason, ...(known !== undefined && { finding: known }) });
    },
    "verdict.reached": (view, event) => {
      view.verdict = event;
      for (const finding of event.findings ?? []) view.known.set(finding.id, finding);
    },
  },
);

export const reportFold: typeof fold = {
  start: fold.start,
  step(view, event) {
    view.ledger = ledger.step(view.ledger, event);
    view.savings = savings.step(view.savings, event);
    return fold.step(view, event);
  },
};

/** Undefined as long as there is no verdict. A view that heard only some of a thread's events tells of these. */
export function toReport(view: ReportView): Report | undefined {
  const { verdict, begun = unknown, judges, task, repairs, changed, accepted } = view;
  if (verdict === undefined) return undefined;
  return {
    v: 1,
    ...begun,
    thread: verdict.thread,
    ...(typeof judges?.commit === "string" && judges.commit !== "" && { since: judges.commit }),
    task,
    at: verdict.at,
    verdict: verdict.verdict,
    reasons: verdict.reasons,
    tree: verdict.tree,
    checks: checksOf(receiptsFor(verdict, view), verdict),
    claims: verdict.claims ?? [],
    findings: verdict.findings ?? [],
    accepted,
    repairs,
    diff: verdict.diff ?? { files: changed.size },
    uncovered: verdict.uncovered ?? [],
    cost: costOf(view),
  };
}

export function costOf({ ledger: { steps, usage, usd, unpricedSteps }, savings: saved }: ReportView): Report["cost"] {
  const tokensIn = usage.input + usage.cacheRead + usage.cacheWrite;
  const { repairs, diagnostics, steps: needless } = saved;
  return {
    steps: steps.filter(({ step }) => step !== "summary").length,
    tokensIn,
    tokensOut: usage.output,
    usd,
    unpricedSteps,
    ...(repairs > 0 && { saved: { repairs, diagnostics, steps: needless } }),
  };
}

/** Of a thread whose beginning was not heard. */
const unknown = { thread: "", workspace: "", fettle: "", model: "none" };

/** With those of earlier turns: of a check that need not run again all, of one that is judged again what it said before the work. */
function receiptsFor({ receipts: rests }: Event<"verdict.reached">, { receipts, earlier, judges }: ReportView): Receipt[] {
  const now = Map.groupBy(receipts, ({ check }) => check);
  const known = [...earlier].flatMap(([check, runs]) => {
    const own = now.get(check);
    if (own !== undefined) return judges?.work === "thread" ? baselineBefore(own, runs) : [];
    return runs.some(({ id }) => rests.includes(id)) ? runs : [];
  });
  return [...known, ...receipts];
}

/** Of `earlier`, unless there is one among `receipts`. */
function baselineBefore(receipts: readonly Receipt[], earlier: readonly Receipt[] = []): Receipt[] {
  const isBaseline = ({ phase }: Receipt) => phase === "baseline";
  return receipts.some(isBaseline) ? [] : earlier.filter(isBaseline);
}

/** In the order in which they ran first; of several runs in one phase the last counts, but trials are told one by one. */
function checksOf(receipts: readonly Receipt[], verdict: Event<"verdict.reached">): ReportCheck[] {
  const rests = new Set(verdict.receipts);
  const checks = new Map<string, ReportCheck>();
  for (const receipt of receipts) {
    const { check, proves, from, argv, cwd, phase } = receipt;
    const row = checks.get(check) ?? { check, proves, from, argv, cwd, trials: [] };
    checks.set(check, row);
    if (phase === "baseline") row.before = runOf(receipt);
    // A receipt from before, of the very tree that is handed over, needs no other.
    if (phase === "final" || rests.has(receipt.id)) row.after = runOf(receipt);
    else if (phase !== "baseline") row.trials.push(runOf(receipt));
  }
  return [...checks.values()];
}

function runOf({ id, phase, exitCode, signal, timedOut, ms, counts, outputHash, treeAfter }: Receipt): ReportRun {
  return { receipt: id, phase, exitCode, signal, timedOut, ms, ...(counts !== undefined && { counts }), outputHash, tree: treeAfter };
}

function begin(view: ReportView, { thread, workspace, fettle, model }: Event<"thread.started" | "thread.forked">): void {
  view.begun = { thread, workspace, fettle, model };
}

function titleOf(parts: Event<"prompt.admitted">["parts"]): string {
  const text = parts.find((part) => part.type === "text")?.text ?? "";
  return (typeof text === "string" ? text : (text.preview ?? "")).trim().split("\n", 1)[0]!;
}

/** What `Verification` records of a repair. */
function repairIn(input: unknown): Omit<Report["repairs"][number], "repairer"> {
  const { reasons = [], diagnostics } = (input ?? {}) as Partial<Report["repairs"][number]>;
  return { reasons, ...(diagnostics !== undefined && { diagnostics }) };
}

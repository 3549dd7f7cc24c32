import type { Check, Condition } from "../../contract/check.ts";
import type { BlobRef, Event, Place, Receipt, StoredPart, StoredText } from "../../contract/event.ts";
import type { PlanItem } from "../../contract/tool.ts";
import { defineFold } from "../../log/folds/fold.ts";

/** What people have asked for. */
export interface AskedFact extends Place {
  turn: number;
  by: "user" | "steer";
  parts: readonly StoredPart[];
}

/** What a person or a rule has decided, in the words of the log. */
export type DecisionFact = Readonly<Record<string, unknown>>;

/** What a path held before the thread touched it, and what its last change left: hashes, null where there is no file. */
export interface FileFact {
  before: string | null;
  after: string | null;
  /** Item of the last change; `user` for what people have done. */
  by: string;
}

/** Something with an effect that was carried out. */
export interface RunFact {
  item: string;
  by: "model" | "user";
  name: string;
  input: unknown;
  ok: boolean;
  exitCode?: number;
  recovered?: "done" | "not-done" | "unknown";
  /** The end of its text; a blob when that is long. */
  said: StoredText;
  /** `changes` when it had ended. */
  changes: number;
}

/** Structured state that survives compaction, folded from a thread's events. */
export interface Facts {
  turn: number;
  asked: AskedFact[];
  contract: readonly Check[];
  conditions: readonly Condition[];
  plan: readonly PlanItem[];
  decisions: DecisionFact[];
  files: Map<string, FileFact>;
  /** Transactions of which the log lists only the first changes. */
  bulk: { item: string; total: number; all: BlobRef | undefined }[];
  /** What the gate keeps out, by path. */
  held: Map<string, { rule: string; reason: string }>;
  /** In the order of their results. */
  runs: RunFact[];
  /** The last receipt of each check for the whole tree. */
  receipts: Map<string, Receipt>;
  /** How often something has changed the workspace, or may have. */
  changes: number;
  /** Items whose outcome stood in place of being run again, since the last compaction. */
  repeated: Set<string>;
  /** Ids of all calls of the thread. */
  calls: Set<string>;
  /** By item: calls and commands without a result. */
  open: Map<string, Event<"item.started">>;
  /** By item: calls of the last reply, as far as its line tells of them. */
  replied: Map<string, string>;
  approvals: Map<string, Event<"approval.requested">>;
  questions: Map<string, Event<"question.asked">>;
}

const MAX_SAID_CHARS = 600;
const MAX_CALL_CHARS = 300;
const MAX_PATHS = 20;

export const facts = defineFold<Facts>(
  () => ({
    turn: 0,
    asked: [],
    contract: [],
    conditions: [],
    plan: [],
    decisions: [],
    files: new Map(),
    bulk: [],
    held: new Map(),
    runs: [],
    receipts: new Map(),
    changes: 0,
    repeated: new Set(),
    calls: new Set(),
    open: new Map(),
    replied: new Map(),
    approvals: new Map(),
    questions: new Map(),
  }),
  {
    "turn.started": (view, { turn = view.turn + 1 }) => {
      view.turn = turn;
    },
    "prompt.admitted": (view, { thread, seq, turn = view.turn + 1, by, parts }) => {
      if (by !== "harness") view.asked.push({ thread, seq, turn, by, parts });
    },
    "fact.recorded": (view, { fact, value }) => {
      if (fact === "contract") view.contract = value as readonly Check[];
      if (fact === "plan") view.plan = value as readonly PlanItem[];
      if (fact === "terms") view.conditions = (value as { conditions?: readonly Condition[] }).conditions ?? [];
    },
    "step.completed": (view, { output }) => {
      view.replied = new Map();
      if (!Array.isArray(output)) return;
      for (const item of output)
        if (item.type === "call") view.replied.set(item.id, `${item.name} ${item.inputText.slice(0, MAX_CALL_CHARS)}`);
    },
    "policy.decided": (view, { item, decision, rule, where, reason }) => {
      if (decision === "deny") view.decisions.push({ decision, ...callOf(view, item), rule, where, reason });
    },
    "approval.requested": (view, event) => {
      view.approvals.set(event.approval, event);
    },
    "approval.decided": (view, { approval, decision, by, reason, remember }) => {
      const asked = view.approvals.get(approval);
      view.approvals.delete(approval);
      if (asked === undefined) return;
      const { item, question, rule } = asked;
      view.decisions.push({
        decision,
        ...callOf(view, item),
        question,
        rule,
        by,
        ...(reason !== "" && { reason }),
        ...(remember && { remember }),
      });
    },
    "question.asked": (view, event) => {
      view.questions.set(event.question, event);
    },
    "question.answered": (view, { question, answer, by }) => {
      const asked = view.questions.get(question);
      view.questions.delete(question);
      if (asked !== undefined && answer !== undefined) view.decisions.push({ question: shown(asked.text), answer: shown(answer), by });
    },
    "finding.accepted": (view, { finding, by, reason }) => {
      view.decisions.push({ accepted: finding, by, reason });
    },
    "item.started": (view, event) => {
      view.open.set(event.item, event);
    },
    "item.completed": complete,
    "transaction.committed": (view, { item, changes, total, all, complete: isComplete }) => {
      if (total > 0 || isComplete === false) view.changes++;
      change(view, view.open.get(item)?.kind === "user" ? "user" : item, changes);
      if (total > changes.length) view.bulk.push({ item, total, all });
      for (const { path } of changes) view.held.delete(path);
    },
    "transaction.undone": (view, event) => giveBack(view, "undone", event),
    "transaction.redone": (view, event) => giveBack(view, "redone", event),
    "transaction.quarantined": (view, { held }) => {
      for (const { path, rule, reason } of held) view.held.set(path, { rule, reason });
    },
    "context.compacted": (view) => {
      view.repeated = new Set();
    },
    "check.completed": (view, { receipt }) => {
      if (receipt.phase === "baseline" || receipt.phase === "final") view.receipts.set(receipt.check, receipt);
    },
  },
);

function callOf({ replied }: Facts, item: string): { item: string; call?: string } {
  const call = replied.get(item);
  return { item, ...(call !== undefined && { call }) };
}

function complete(view: Facts, { item, kind, name, ok, parts, exitCode, recovered, repeats }: Event<"item.completed">): void {
  const started = view.open.get(item);
  view.open.delete(item);
  if (kind === "call") view.calls.add(item);
  if (repeats !== undefined) view.repeated.add(repeats);
  if (started === undefined || (started.effect !== "execute" && started.effect !== "network")) return;
  view.runs.push({
    item,
    by: kind === "user" ? "user" : "model",
    name,
    input: started.input,
    ok,
    ...(exitCode !== undefined && { exitCode }),
    ...(recovered !== undefined && { recovered }),
    said: endOf(parts),
    changes: view.changes,
  });
}

function endOf(parts: readonly StoredPart[]): StoredText {
  const [part] = parts;
  if (part?.type !== "text") return "";
  return typeof part.text === "string" ? lastChars(part.text) : part.text;
}

/** The end of what a run has said. */
export function lastChars(text: string): string {
  return text.length <= MAX_SAID_CHARS ? text : `…${text.slice(-MAX_SAID_CHARS)}`.toWellFormed();
}

function change(view: Facts, by: string, changes: Event<"transaction.committed">["changes"]): void {
  for (const { path, before, after } of changes) {
    const known = view.files.get(path);
    view.files.set(path, { before: known === undefined ? before : known.before, after, by });
  }
}

function giveBack(
  view: Facts,
  returned: "undone" | "redone",
  { changes, total }: Event<"transaction.undone"> | Event<"transaction.redone">,
): void {
  view.changes++;
  change(view, "user", changes);
  view.decisions.push({ [returned]: changes.slice(0, MAX_PATHS).map(({ path }) => path), changes: total, by: "user" });
}

function shown(text: StoredText): string {
  return typeof text === "string" ? text : `${text.preview ?? ""}… (blob:${text.blob})`;
}

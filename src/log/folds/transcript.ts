import type { ErrorFacts } from "../../contract/error.ts";
import type { BlobRef, Change, Event, EventBody, ItemKind, Receipt, StoredText } from "../../contract/event.ts";
import { defineFold } from "./fold.ts";

type Prompt = { type: "prompt" } & Pick<Event<"prompt.admitted">, "prompt" | "by" | "parts">;

/** A call, a repair or a person's command, at the place of its first mention. */
export interface TranscriptAction {
  type: ItemKind;
  item: string;
  name: string;
  /** As the tool got it; of a call that never began, the text the model wrote. */
  input: unknown;
  ruling?: Pick<Event<"policy.decided">, "decision" | "rule" | "where" | "reason" | "code">;
  changes: Change[];
  /** Absent while it runs, and for good when a crash cut it off. */
  result?: Omit<EventBody<"item.completed">, "type" | "turn" | "item" | "kind" | "name">;
}

export type TranscriptItem =
  | Prompt
  | { type: "message" | "reasoning"; text: string }
  /** A whole reply, too long for the log: a JSON array of output items. */
  | { type: "reply"; output: BlobRef }
  | TranscriptAction
  | { type: "check"; receipt: Receipt }
  | ({ type: "verdict" } & Pick<Event<"verdict.reached">, "verdict" | "reasons">);

export interface TranscriptTurn {
  turn: number | undefined;
  items: TranscriptItem[];
  /** `none`: what people did between turns. */
  outcome:
    | { type: "open" | "none" }
    | { type: "completed"; text: StoredText }
    | { type: "failed"; error: Omit<ErrorFacts, "code"> & { code: string } }
    | { type: "interrupted"; reason: string };
}

export interface Transcript {
  turns: TranscriptTurn[];
  /** Prompts that no turn has begun with. */
  waiting: Prompt[];
}

/** What a person reads: each turn's prompts, messages, calls with results, checks and verdict, in order. */
export const transcript = defineFold<Transcript>(() => ({ turns: [], waiting: [] }), {
  "prompt.admitted": admit,
  "turn.started": beginTurn,
  "step.completed": ({ turns }, { output }) => tellReply(turns.at(-1), output),
  "policy.decided": ({ turns }, { item, decision, rule, where, reason, code }) => {
    const action = findAction(turns.at(-1), item);
    if (action) action.ruling = { decision, rule, where, reason, code };
  },
  "item.started": ({ turns }, event) => {
    if (event.kind === "user" && !isGoingOn(turns.at(-1))) turns.push({ turn: undefined, items: [], outcome: { type: "none" } });
    const action = actionOf(turns.at(-1), event);
    if (action) action.input = event.input;
  },
  "transaction.committed": ({ turns }, { item, changes }) => {
    findAction(turns.at(-1), item)?.changes.push(...changes);
  },
  "item.completed": ({ turns }, event) => {
    const { ok, parts, full, ms, recovered } = event;
    const action = actionOf(turns.at(-1), event);
    if (action) action.result = { ok, parts, ms, ...(full && { full }), ...(recovered && { recovered }) };
  },
  "check.completed": ({ turns }, { receipt }) => {
    turns.at(-1)?.items.push({ type: "check", receipt });
  },
  "verdict.reached": ({ turns }, { verdict, reasons }) => {
    turns.at(-1)?.items.push({ type: "verdict", verdict, reasons });
  },
  "turn.completed": (view, { text }) => endTurn(view, { type: "completed", text }),
  "turn.failed": (view, { error }) => endTurn(view, { type: "failed", error }),
  "turn.interrupted": (view, { reason }) => endTurn(view, { type: "interrupted", reason }),
});

function admit(view: Transcript, { prompt, by, parts }: Event<"prompt.admitted">): void {
  const turn = view.turns.at(-1);
  const joins = by !== "user" && turn?.outcome.type === "open";
  (joins ? turn.items : view.waiting).push({ type: "prompt", prompt, by, parts });
}

function beginTurn(view: Transcript, { turn, prompt }: Event<"turn.started">): void {
  const items = view.waiting.filter((waiting) => waiting.prompt === prompt);
  view.waiting = view.waiting.filter((waiting) => waiting.prompt !== prompt);
  view.turns.push({ turn, items, outcome: { type: "open" } });
}

function isGoingOn(turn: TranscriptTurn | undefined): boolean {
  return turn?.outcome.type === "open" || turn?.outcome.type === "none";
}

function endTurn({ turns }: Transcript, outcome: TranscriptTurn["outcome"]): void {
  const turn = turns.at(-1);
  if (turn) turn.outcome = outcome;
}

function tellReply(turn: TranscriptTurn | undefined, output: Event<"step.completed">["output"]): void {
  if (!Array.isArray(output)) {
    turn?.items.push({ type: "reply", output });
    return;
  }
  for (const item of output) {
    if (item.type === "text") turn?.items.push({ type: "message", text: item.text });
    if (item.type === "reasoning") turn?.items.push({ type: "reasoning", text: item.text });
    if (item.type === "call") {
      const action = actionOf(turn, { item: item.id, kind: "call", name: item.name });
      if (action) action.input = item.inputText;
    }
  }
}

/** The turn's action `item`, begun here when this is its first mention. */
function actionOf(
  turn: TranscriptTurn | undefined,
  { item, kind, name }: Pick<Event<"item.started">, "item" | "kind" | "name">,
): TranscriptAction | undefined {
  const known = findAction(turn, item);
  if (known || !turn) return known;
  const action: TranscriptAction = { type: kind, item, name, input: undefined, changes: [] };
  turn.items.push(action);
  return action;
}

function findAction(turn: TranscriptTurn | undefined, item: string): TranscriptAction | undefined {
  const isIt = (known: TranscriptItem): known is TranscriptAction => "item" in known && known.item === item;
  return turn?.items.findLast(isIt);
}

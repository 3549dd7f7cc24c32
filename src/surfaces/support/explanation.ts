import type { Event, StoredPart } from "../../contract/event.ts";
import { escapeLine } from "../../lib/escape.ts";
import { changeLines } from "./event-lines.ts";
import type { Style } from "./style.ts";

/** What the log tells of one event: nothing here is computed anew. */
export interface Explanation {
  thread: string;
  event: { seq: number; type: string };
  turn: number | undefined;
  /** The prompt of its turn. */
  asked: { by: string; text: string } | undefined;
  /** The call, repair or check that it is about. */
  item: string | undefined;
  call: { name: string; input: unknown } | undefined;
  ruling: Omit<Event<"policy.decided">, keyof EnvelopeOf | "item"> | undefined;
  approval: { question: string; decision?: string; by?: string; reason?: string; code?: string; remember?: string } | undefined;
  changed: Pick<Event<"transaction.committed">, "changes" | "total" | "checkpoints"> | undefined;
  held: Event<"transaction.quarantined">["held"];
  result: { ok: boolean; text: string } | undefined;
}

type EnvelopeOf = Pick<Event, "v" | "seq" | "at" | "thread" | "turn" | "prev" | "type">;

/** Explains the event with that number, or the last call with that id; undefined when there is none. */
export async function explain(name: string, events: AsyncIterable<Event>, thread: string): Promise<Explanation | undefined> {
  const all: Event[] = [];
  for await (const event of events) all.push(event);
  const seq = /^\d+$/.test(name) ? Number(name) : undefined;
  const found = all.find((event) => event.thread === thread && event.seq === seq) ?? all.findLast((event) => itemOf(event, all) === name);
  if (found === undefined) return undefined;
  const item = itemOf(found, all);
  const last = <T extends Event["type"]>(type: T): Event<T> | undefined =>
    item === undefined
      ? undefined
      : (all.findLast((event) => event.type === type && event.turn === found.turn && itemOf(event, all) === item) as Event<T> | undefined);
  const [requested, decided, committed, completed] = [
    last("approval.requested"),
    last("approval.decided"),
    last("transaction.committed"),
    last("item.completed"),
  ];
  return {
    thread: found.thread,
    event: { seq: found.seq, type: found.type },
    turn: found.turn,
    asked: promptOf(found, all),
    item,
    call: callOf({ item, started: last("item.started"), turn: found.turn }, all),
    ruling: rulingOf(last("policy.decided")),
    approval: requested && { question: requested.question, ...(decided && answerOf(decided)) },
    changed: committed && { changes: committed.changes, total: committed.total, checkpoints: committed.checkpoints },
    held: last("transaction.quarantined")?.held ?? [],
    result: completed && { ok: completed.ok, text: firstText(completed.parts) },
  };
}

/** For people. Everything that models, files and commands have written is escaped. */
export function explanationLines(explanation: Explanation, style: Style): string[] {
  const { event, turn, asked, item, call, ruling, approval, changed, held, result } = explanation;
  const row = (what: string, text: string) => `  ${style.dim(what.padEnd(9))} ${escapeLine(text)}`;
  const inTurn = turn === undefined ? "" : ` · turn ${turn}`;
  return [
    style.bold(escapeLine(`event ${event.seq} · ${event.type}${item === undefined ? "" : ` · ${item}`}${inTurn}`)),
    ...(asked === undefined ? [] : [row("asked", `by ${asked.by}: ${asked.text}`)]),
    ...(call === undefined ? [] : [row("call", `${call.name} ${JSON.stringify(call.input)}`)]),
    ...(ruling === undefined
      ? []
      : [row("ruling", `${ruling.decision}: ${ruling.reason} (${ruling.rule}, ${ruling.where}) [${ruling.code}]`)]),
    ...(approval === undefined ? [] : [row("question", approval.question), row("answer", answerText(approval))]),
    ...(item === undefined
      ? []
      : changed === undefined
        ? [row("changed", "nothing")]
        : changeLines(changed).map((line) => row("changed", line))),
    ...(changed === undefined || changed.checkpoints.length === 0 ? [] : [row("undo", `fettle undo ${changed.checkpoints.join(" ")}`)]),
    ...held.map(({ path, reason }) => row("held back", `${path}: ${reason}`)),
    ...(result === undefined ? [] : [row("result", `${result.ok ? "" : "failed: "}${result.text}`)]),
  ];
}

function answerText({ decision, by, reason, code, remember }: NonNullable<Explanation["approval"]>): string {
  if (decision === undefined) return "none: the process ended before somebody answered";
  const kept = remember === undefined ? "" : `, for always (${remember})`;
  return `${decision} by ${by ?? "?"}${kept}${reason ? `: ${reason}` : ""}${code === undefined ? "" : ` [${code}]`}`;
}

function answerOf({ decision, by, reason, code, remember }: Event<"approval.decided">): object {
  return { decision, by, reason, ...(code !== undefined && { code }), ...(remember !== undefined && { remember }) };
}

function rulingOf(event: Event<"policy.decided"> | undefined): Explanation["ruling"] {
  if (event === undefined) return undefined;
  const { decision, rule, where, reason, code, firm } = event;
  return { decision, rule, where, reason, code, ...(firm !== undefined && { firm }) };
}

/** What an event is about; of an answer, that of its question. */
function itemOf(event: Event, all: readonly Event[]): string | undefined {
  if ("item" in event && typeof event.item === "string") return event.item;
  if (event.type === "question.answered")
    return all.findLast((other): other is Event<"question.asked"> => other.type === "question.asked" && other.question === event.question)
      ?.item;
  if (event.type !== "approval.decided") return undefined;
  return all.findLast(
    (other): other is Event<"approval.requested"> =>
      other.type === "approval.requested" && other.approval === event.approval && other.turn === event.turn,
  )?.item;
}

function promptOf({ turn }: Event, all: readonly Event[]): Explanation["asked"] {
  const started = all.find((event): event is Event<"turn.started"> => event.type === "turn.started" && event.turn === turn);
  const prompt = all.find(
    (event): event is Event<"prompt.admitted"> => event.type === "prompt.admitted" && event.prompt === started?.prompt,
  );
  return prompt && { by: prompt.by, text: firstText(prompt.parts) };
}

/** What a call was to do: from its intent, or when it never began, from the reply that it stood in. */
function callOf(
  { item, started, turn }: { item: string | undefined; started: Event<"item.started"> | undefined; turn: number | undefined },
  all: readonly Event[],
): Explanation["call"] {
  if (item === undefined) return undefined;
  if (started !== undefined) return { name: started.name, input: started.input };
  for (const event of all) {
    if (event.type !== "step.completed" || event.turn !== turn || !Array.isArray(event.output)) continue;
    const call = event.output.find((output) => output.type === "call" && output.id === item);
    if (call?.type === "call") return { name: call.name, input: parsed(call.inputText) };
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function firstText(parts: readonly StoredPart[]): string {
  const [part] = parts;
  if (part?.type !== "text") return part === undefined ? "" : "(image)";
  const text = typeof part.text === "string" ? part.text : `${part.text.preview ?? ""}…`;
  return text.trim().split("\n", 1)[0] ?? "";
}

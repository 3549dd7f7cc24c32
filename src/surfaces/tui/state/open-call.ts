import type { Event, ItemKind, StoredPart } from "../../../contract/event.ts";
import type { CallBlock } from "./block.ts";
import { parseBeginning } from "./json-beginning.ts";
import { partsText } from "./texts.ts";

/** A call from the moment the model has written it until it has ended. */
export interface OpenCall {
  item: string;
  kind: ItemKind;
  name: string;
  /** As the model wrote it, or as it was understood; a long one as its beginning. */
  input: unknown;
  effect: Event<"item.started">["effect"];
  /** Undefined while it waits. */
  startedAt: number | undefined;
  /** The end of its live output. */
  tail: string;
  changes: CallBlock["changes"];
  totalChanges: number;
  checkpoints: CallBlock["checkpoints"];
  held: CallBlock["held"];
}

export function waitingCall({ id, name, inputText }: { id: string; name: string; inputText: string }): OpenCall {
  return { ...emptyCall(id, name), input: parsed(inputText) };
}

/** A call that was not heard of before, as a repair. */
export function startedCall({ item, kind, name, input, effect, at }: Event<"item.started">): OpenCall {
  return { ...emptyCall(item, name), kind, input: shownInput(input), effect, startedAt: at };
}

export function startCall(call: OpenCall, { input, effect, at }: Event<"item.started">): void {
  Object.assign(call, { input: shownInput(input), effect, startedAt: at });
}

/** @param ruling the last on it: of one that was not allowed, why */
export function endedCall(
  call: OpenCall,
  { ok, parts, ms }: { ok: boolean; parts: readonly StoredPart[]; ms: number },
  ruling: Pick<Event<"policy.decided">, "decision" | "rule" | "reason"> | undefined,
): CallBlock {
  const { item, kind, name, input, effect, changes, totalChanges, checkpoints, held } = call;
  const denial = !ok && ruling?.decision === "deny" ? { rule: ruling.rule, reason: ruling.reason } : undefined;
  return {
    type: "call",
    item,
    name,
    input,
    effect,
    outcome: ok ? "ok" : denial === undefined ? "failed" : "denied",
    denial,
    text: partsText(parts),
    ms,
    changes,
    totalChanges,
    checkpoints,
    held,
    kind,
  };
}

function emptyCall(item: string, name: string): OpenCall {
  return {
    item,
    kind: "call",
    name,
    input: undefined,
    effect: "none",
    startedAt: undefined,
    tail: "",
    changes: [],
    totalChanges: 0,
    checkpoints: [],
    held: [],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What the model wrote is no JSON: the call will fail, and shows why.
    return text;
  }
}

/** A long input is a blob: what can be seen of it at once is its beginning. */
export function shownInput(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("blob" in input) || !("preview" in input)) return input;
  const { preview } = input;
  return typeof preview === "string" ? (parseBeginning(preview) ?? preview) : input;
}

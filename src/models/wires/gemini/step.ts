import { ModelFault } from "../../../contract/model-fault.ts";
import { noUsage, type ModelEvent, type OutputItem, type StopReason, type Usage } from "../../../contract/model.ts";
import type { Frame } from "../../../contract/wire.ts";
import { malformed, readFrame } from "../common/frame.ts";
import { countIn, isObject, objectIn, objectsIn, textIn, type JsonObject } from "../common/json.ts";
import { settleStop } from "../common/stop.ts";
import { faultOf } from "./fail.ts";
import { name } from "./name.ts";

export interface State {
  over: boolean;
  /** Of the reply, for calls that come without one. */
  id: string;
  /** Finished items. */
  count: number;
  /** Text or reasoning that goes on while parts of its kind follow. */
  open?: { part: JsonObject; text: string } | undefined;
  hasCalls: boolean;
  usage: Usage;
}

export const start = (): State => ({ over: false, id: "", count: 0, hasCalls: false, usage: noUsage });

interface Step {
  state: State;
  events: readonly ModelEvent[];
}

export function step(state: State, frame: Frame): Step {
  const chunk = state.over ? undefined : readFrame(name, frame);
  if (chunk === undefined) return { state, events: [] };
  if (chunk["error"] != null) throw faultOf(frame.data, chunk);

  const candidate = objectsIn(chunk["candidates"]).find(({ index }) => index === undefined || index === 0);
  const counted: State = {
    ...state,
    id: textIn(chunk["responseId"]) ?? state.id,
    usage: readUsage(state.usage, objectIn(chunk["usageMetadata"])),
  };
  const parts = stepParts(counted, objectIn(candidate?.["content"])?.["parts"]);
  const stop = stopOf(chunk, candidate);
  if (stop === undefined) return parts;
  const last = finish(parts.state, stop);
  return { state: last.state, events: [...parts.events, ...last.events] };
}

function stepParts(state: State, parts: unknown): Step {
  if (parts === undefined) return { state, events: [] };
  if (!Array.isArray(parts) || !parts.every(isObject)) malformed(name, "parts that are objects", parts);
  let next: Step = { state, events: [] };
  for (const part of parts) {
    const made = stepPart(next.state, part);
    next = { state: made.state, events: [...next.events, ...made.events] };
  }
  return next;
}

function stepPart(state: State, part: JsonObject): Step {
  const text = textIn(part["text"]);
  const signed = part["thoughtSignature"] !== undefined;
  if (text === "" && !signed) return { state, events: [] };
  if (text === undefined || text === "") return stepWholePart(state, part);

  // A signature belongs to the part that it came with, which therefore is not joined with others.
  const goesOn = !signed && state.open !== undefined && isThought(state.open.part) === isThought(part);
  const before: Step = goesOn ? { state, events: [] } : closeOpen(state);
  const open = { part, text: (goesOn ? (state.open?.text ?? "") : "") + text };
  const kind = isThought(part) ? "reasoning" : "text";
  const opened: State = { ...before.state, open };
  const closed: Step = signed ? closeOpen(opened) : { state: opened, events: [] };
  return { state: closed.state, events: [...before.events, { type: "delta", index: before.state.count, kind, text }, ...closed.events] };
}

/** A part that is not streamed in pieces. */
function stepWholePart(state: State, part: JsonObject): Step {
  const before = closeOpen(state);
  const item = toItem(part, `${state.id || "call"}_${before.state.count}`);
  const index = before.state.count;
  const call: ModelEvent[] = item.type === "call" ? [{ type: "delta", index, kind: "call", text: item.inputText, name: item.name }] : [];
  return {
    state: { ...before.state, count: index + 1, hasCalls: state.hasCalls || item.type === "call" },
    events: [...before.events, ...call, { type: "item", index, item }],
  };
}

function closeOpen(state: State): Step {
  const { open, count } = state;
  if (open === undefined) return { state, events: [] };
  const { part, text } = open;
  const item: OutputItem = { type: isThought(part) ? "reasoning" : "text", text, raw: { wire: name, value: { ...part, text } } };
  return { state: { ...state, open: undefined, count: count + 1 }, events: [{ type: "item", index: count, item }] };
}

function isThought(part: JsonObject): boolean {
  return part["thought"] === true;
}

function finish(state: State, stop: StopReason): Step {
  const last = closeOpen(state);
  return {
    state: { ...last.state, over: true },
    events: [...last.events, { type: "usage", usage: state.usage }, { type: "end", stop: settleStop(stop, state.hasCalls) }],
  };
}

function toItem(part: JsonObject, ownId: string): OutputItem {
  const raw = { wire: name, value: part };
  const call = objectIn(part["functionCall"]);
  if (call === undefined) return { type: "other", raw };
  const callName = textIn(call["name"]) || malformed(name, "a functionCall with a name", part);
  return { type: "call", id: textIn(call["id"]) || ownId, name: callName, inputText: JSON.stringify(objectIn(call["args"]) ?? {}), raw };
}

/** Undefined while the reply goes on. Throws where the model wrote something that is no reply: another attempt may do better. */
function stopOf(chunk: JsonObject, candidate: JsonObject | undefined): StopReason | undefined {
  const feedback = objectIn(chunk["promptFeedback"]);
  if (candidate === undefined) return feedback?.["blockReason"] === undefined ? undefined : "refusal";
  const reason = textIn(candidate["finishReason"]);
  if (reason === undefined || reason === "FINISH_REASON_UNSPECIFIED") return undefined;
  if (brokenReasons.has(reason)) {
    const message = `${reason}: ${textIn(candidate["finishMessage"]) ?? "the model wrote a call that cannot be read"}`;
    throw new ModelFault({ code: "model.malformed", message, retryable: true });
  }
  return stopReasons.get(reason) ?? "refusal";
}

const brokenReasons = new Set(["MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE"]);
/** All others are reasons to withhold the reply. */
const stopReasons: ReadonlyMap<string, StopReason> = new Map([
  ["STOP", "end"],
  ["MAX_TOKENS", "length"],
  ["CONTINUATION", "length"],
]);

/** Totals so far. What came from the cache is counted as input too, and reasoning beside the output. */
function readUsage(before: Usage, usage: JsonObject | undefined): Usage {
  if (usage === undefined) return before;
  const cacheRead = countIn(usage["cachedContentTokenCount"]) ?? 0;
  const prompt = (countIn(usage["promptTokenCount"]) ?? 0) + (countIn(usage["toolUsePromptTokenCount"]) ?? 0);
  const reasoning = countIn(usage["thoughtsTokenCount"]) ?? 0;
  return {
    input: Math.max(0, prompt - cacheRead),
    output: (countIn(usage["candidatesTokenCount"]) ?? 0) + reasoning,
    cacheRead,
    cacheWrite: 0,
    reasoning,
  };
}

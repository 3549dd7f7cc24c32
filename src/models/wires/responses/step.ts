import { noUsage, type ModelEvent, type OutputItem, type StopReason, type Usage } from "../../../contract/model.ts";
import type { Frame } from "../../../contract/wire.ts";
import { parseInput } from "../common/call.ts";
import { malformed, readFrame } from "../common/frame.ts";
import { countIn, objectIn, objectsIn, textIn, type JsonObject } from "../common/json.ts";
import { settleStop } from "../common/stop.ts";
import { faultOf } from "./fail.ts";
import { name } from "./name.ts";

interface OpenItem {
  /** What `response.output_item.added` said. */
  start: JsonObject;
  /** Of the text, the refusal or the arguments; reasoning is only ever complete. */
  text: string;
}

export interface State {
  over: boolean;
  open: ReadonlyMap<number, OpenItem>;
  hasCalls: boolean;
  refused: boolean;
}

export const start = (): State => ({ over: false, open: new Map(), hasCalls: false, refused: false });

interface Step {
  state: State;
  events: readonly ModelEvent[];
}

export function step(state: State, frame: Frame): Step {
  // Chat servers that grew this protocol still say goodbye in the old one.
  const event = state.over || frame.data === "[DONE]" ? undefined : readFrame(name, frame);
  if (event?.["error"] != null) throw faultOf(event);
  switch (event?.["type"]) {
    case "response.output_item.added":
      return stepItemAdded(state, event);
    case "response.output_text.delta":
    case "response.refusal.delta":
      return stepDelta(state, event, "text");
    case "response.reasoning_summary_text.delta":
    case "response.reasoning_text.delta":
      return stepDelta(state, event, "reasoning");
    case "response.reasoning_summary_part.added":
      return stepSummaryPart(state, event);
    case "response.function_call_arguments.delta":
      return stepDelta(state, event, "call");
    case "response.output_item.done":
      return stepItemDone(state, event);
    case "response.completed":
      return stepCompleted(state, event);
    case "response.incomplete":
      return stepIncomplete(state, event);
    case "response.failed":
    case "error":
      throw faultOf(event);
    default:
      return { state, events: [] };
  }
}

function stepItemAdded(state: State, event: JsonObject): Step {
  const index = countIn(event["output_index"]);
  const item = objectIn(event["item"]);
  if (index === undefined || item === undefined || state.open.has(index))
    malformed(name, "an item that begins, with a new output_index", event);
  const callName = item["type"] === "function_call" ? textIn(item["name"]) : undefined;
  return {
    state: { ...state, open: new Map(state.open).set(index, { start: item, text: "" }) },
    events: callName === undefined ? [] : [{ type: "delta", index, kind: "call", text: "", name: callName }],
  };
}

function stepDelta(state: State, event: JsonObject, kind: "text" | "reasoning" | "call"): Step {
  const { index, item } = openItem(state, event);
  const text = textIn(event["delta"]) ?? malformed(name, "a delta that is text", event);
  const callName = kind === "call" ? textIn(item.start["name"]) : undefined;
  return {
    state: kind === "reasoning" ? state : { ...state, open: new Map(state.open).set(index, { ...item, text: item.text + text }) },
    events: [{ type: "delta", index, kind, text, ...(callName !== undefined && { name: callName }) }],
  };
}

/** Parts of a summary are paragraphs. */
function stepSummaryPart(state: State, event: JsonObject): Step {
  const { index } = openItem(state, event);
  return { state, events: event["summary_index"] === 0 ? [] : [{ type: "delta", index, kind: "reasoning", text: "\n\n" }] };
}

function stepItemDone(state: State, event: JsonObject): Step {
  const { index } = openItem(state, event);
  const item = objectIn(event["item"]) ?? malformed(name, "the item that is done", event);
  const open = new Map(state.open);
  open.delete(index);
  return finishItem({ ...state, open }, index, item);
}

function stepCompleted(state: State, event: JsonObject): Step {
  if (state.open.size > 0) malformed(name, "response.output_item.done for every item", "response.completed");
  return finish(state, event, "end");
}

/** Items that were cut off may end without an event of their own. */
function stepIncomplete(state: State, event: JsonObject): Step {
  const response = objectIn(event["response"]);
  const output = objectsIn(response?.["output"]);
  let cut: Step = { state, events: [] };
  for (const [index, item] of state.open) {
    const next = finishItem(cut.state, index, output[index] ?? assemble(item));
    cut = { state: next.state, events: [...cut.events, ...next.events] };
  }
  const reason = textIn(objectIn(response?.["incomplete_details"])?.["reason"]) ?? "";
  const last = finish(cut.state, event, stopReasons.get(reason) ?? "length");
  return { state: last.state, events: [...cut.events, ...last.events] };
}

function openItem(state: State, event: JsonObject): { index: number; item: OpenItem } {
  const index = countIn(event["output_index"]) ?? malformed(name, "an output_index", event);
  return { index, item: state.open.get(index) ?? malformed(name, "response.output_item.added first", event) };
}

function finishItem(state: State, index: number, value: JsonObject): Step {
  const item = toItem(value);
  return {
    state: { ...state, hasCalls: state.hasCalls || item.type === "call", refused: state.refused || isRefusal(value) },
    events: [{ type: "item", index, item }],
  };
}

function finish(state: State, event: JsonObject, stop: StopReason): Step {
  return {
    state: { ...state, over: true },
    events: [
      { type: "usage", usage: readUsage(objectIn(event["response"])?.["usage"]) },
      { type: "end", stop: settleStop(stop === "end" && state.refused ? "refusal" : stop, state.hasCalls) },
    ],
  };
}

function toItem(value: JsonObject): OutputItem {
  const raw = { wire: name, value };
  switch (value["type"]) {
    case "message":
      return { type: "text", text: textOf(value, "content", ""), raw };
    case "reasoning":
      return { type: "reasoning", text: textOf(value, "summary", "\n\n") || textOf(value, "content", ""), raw };
    case "function_call": {
      const id = textIn(value["call_id"]) || malformed(name, "a function_call with a call_id", value);
      const callName = textIn(value["name"]) || malformed(name, "a function_call with a name", value);
      const inputText = textIn(value["arguments"]) || "{}";
      const call = { type: "call", id, name: callName, inputText } as const;
      // Arguments that are cut off are not taken back.
      return parseInput(inputText) === undefined ? call : { ...call, raw };
    }
    default:
      return { type: "other", raw };
  }
}

function textOf(value: JsonObject, key: string, separator: string): string {
  return objectsIn(value[key])
    .map((part) => textIn(part["text"]) ?? textIn(part["refusal"]) ?? "")
    .join(separator);
}

function isRefusal(value: JsonObject): boolean {
  return value["type"] === "message" && objectsIn(value["content"]).some(({ type }) => type === "refusal");
}

/** An item that was cut off, from its deltas. */
function assemble({ start, text }: OpenItem): JsonObject {
  const cut = { ...start, status: "incomplete" };
  if (start["type"] === "function_call") return { ...cut, arguments: text };
  if (start["type"] === "message") return { ...cut, content: [{ type: "output_text", text, annotations: [] }] };
  return cut;
}

const stopReasons: ReadonlyMap<string, StopReason> = new Map([
  ["max_output_tokens", "length"],
  ["content_filter", "refusal"],
]);

/** The vendor counts what came from the cache as input too. */
function readUsage(value: unknown): Usage {
  const usage = objectIn(value);
  if (usage === undefined) return noUsage;
  const details = objectIn(usage["input_tokens_details"]);
  const cacheRead = countIn(details?.["cached_tokens"]) ?? 0;
  const cacheWrite = countIn(details?.["cache_write_tokens"]) ?? 0;
  return {
    input: Math.max(0, (countIn(usage["input_tokens"]) ?? 0) - cacheRead - cacheWrite),
    output: countIn(usage["output_tokens"]) ?? 0,
    cacheRead,
    cacheWrite,
    reasoning: countIn(objectIn(usage["output_tokens_details"])?.["reasoning_tokens"]) ?? 0,
  };
}

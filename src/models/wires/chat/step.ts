import { noUsage, type ModelEvent, type OutputItem, type StopReason, type Usage } from "../../../contract/model.ts";
import type { Frame } from "../../../contract/wire.ts";
import { parseInput } from "../common/call.ts";
import { malformed, readFrame } from "../common/frame.ts";
import { countIn, objectIn, objectsIn, textIn, type JsonObject } from "../common/json.ts";
import { settleStop } from "../common/stop.ts";
import { faultOf } from "./fail.ts";
import { name } from "./name.ts";
import { addReasoning, noReasoning, type Reasoning } from "./reasoning.ts";

interface Call {
  /** Of the server; some give the same to several calls. */
  at: unknown;
  /** The first delta: id, name and what else the vendor sends. */
  start: JsonObject;
  id: string;
  name: string;
  inputText: string;
}

export interface State {
  over: boolean;
  /** Of the reply, for calls that come without one. */
  id: string;
  text: string;
  refusal: string;
  reasoning: Reasoning;
  calls: readonly Call[];
  /** What appeared, in the order of its first delta: `text`, `reasoning`, and the positions of calls. */
  order: readonly (string | number)[];
  finish?: string;
  usage: Usage;
}

export const start = (): State => ({
  over: false,
  id: "",
  text: "",
  refusal: "",
  reasoning: noReasoning,
  calls: [],
  order: [],
  usage: noUsage,
});

interface Step {
  state: State;
  events: readonly ModelEvent[];
}

export function step(state: State, frame: Frame): Step {
  if (state.over) return { state, events: [] };
  if (frame.data.trim() === "[DONE]") return stepDone(state);
  const chunk = readFrame(name, frame);
  if (chunk === undefined) return { state, events: [] };
  if (chunk["error"] != null) throw faultOf(frame.data);

  const usage = objectIn(chunk["usage"]) ?? objectIn(objectIn(chunk["x_groq"])?.["usage"]);
  const counted: State = {
    ...state,
    id: textIn(chunk["id"]) ?? state.id,
    ...(usage !== undefined && { usage: readUsage(usage) }),
  };
  const choice = objectsIn(chunk["choices"]).find(({ index }) => index === undefined || index === 0);
  return choice === undefined ? { state: counted, events: [] } : stepChoice(counted, choice);
}

function stepChoice(state: State, choice: JsonObject): Step {
  const delta = objectIn(choice["delta"]) ?? {};
  const finish = textIn(choice["finish_reason"]);
  const steps = [stepReasoning, stepText, stepRefusal, stepCalls];
  let next: Step = { state: finish === undefined ? state : { ...state, finish }, events: [] };
  for (const stepField of steps) {
    const made = stepField(next.state, delta);
    next = { state: made.state, events: [...next.events, ...made.events] };
  }
  return next;
}

function stepReasoning(state: State, delta: JsonObject): Step {
  const { reasoning, text } = addReasoning(state.reasoning, delta);
  if (reasoning === state.reasoning) return { state, events: [] };
  const order = withPlace(state.order, "reasoning");
  const events: ModelEvent[] = text === "" ? [] : [{ type: "delta", index: order.indexOf("reasoning"), kind: "reasoning", text }];
  return { state: { ...state, reasoning, order }, events };
}

function stepText(state: State, delta: JsonObject): Step {
  const text = textOf(delta["content"]);
  return text === "" ? { state, events: [] } : addText({ ...state, text: state.text + text }, text);
}

function stepRefusal(state: State, delta: JsonObject): Step {
  const text = textIn(delta["refusal"]) ?? "";
  return text === "" ? { state, events: [] } : addText({ ...state, refusal: state.refusal + text }, text);
}

function addText(state: State, text: string): Step {
  const order = withPlace(state.order, "text");
  return { state: { ...state, order }, events: [{ type: "delta", index: order.indexOf("text"), kind: "text", text }] };
}

function stepCalls(state: State, delta: JsonObject): Step {
  let next: Step = { state, events: [] };
  for (const fragment of objectsIn(delta["tool_calls"])) {
    const made = stepCall(next.state, fragment);
    next = { state: made.state, events: [...next.events, ...made.events] };
  }
  return next;
}

function stepCall(state: State, fragment: JsonObject): Step {
  const described = objectIn(fragment["function"]) ?? {};
  const text = textIn(described["arguments"]) ?? (objectIn(described["arguments"]) ? JSON.stringify(described["arguments"]) : "");
  const found = findCall(state.calls, fragment);
  const position = found === -1 ? state.calls.length : found;
  const before = state.calls[position] ?? { at: fragment["index"], start: fragment, id: "", name: "", inputText: "" };
  const call: Call = {
    ...before,
    id: before.id || textIn(fragment["id"]) || "",
    name: before.name || textIn(described["name"]) || "",
    inputText: before.inputText + text,
  };
  if (call.name === "") malformed(name, "the name of a call in its first delta", fragment);
  const order = withPlace(state.order, position);
  return {
    state: { ...state, order, calls: state.calls.toSpliced(position, 1, call) },
    events: [{ type: "delta", index: order.indexOf(position), kind: "call", text, name: call.name }],
  };
}

/** By index; one with another id is another call, whatever its index says, and one without index goes on with the last. */
function findCall(calls: readonly Call[], { index, id }: JsonObject): number {
  const position = index === undefined ? calls.length - 1 : calls.findLastIndex(({ at }) => at === index);
  const known = calls[position]?.id;
  return known && textIn(id) && id !== known ? -1 : position;
}

function withPlace(order: State["order"], key: string | number): State["order"] {
  return order.includes(key) ? order : [...order, key];
}

function stepDone(state: State): Step {
  const { finish, order, calls, refusal, usage } = state;
  if (finish === undefined) malformed(name, "a finish_reason before [DONE]", "[DONE]");
  if (finish === "insufficient_system_resource") throw faultOf(JSON.stringify({ error: { code: "server_overloaded", message: finish } }));
  const items = order.map((key, index): ModelEvent => ({ type: "item", index, item: toItem(state, key) }));
  const stop = refusal === "" ? (stopReasons.get(finish) ?? "end") : "refusal";
  return {
    state: { ...state, over: true },
    events: [...items, { type: "usage", usage }, { type: "end", stop: settleStop(stop, calls.length > 0) }],
  };
}

function toItem(state: State, key: string | number): OutputItem {
  const { text, refusal, reasoning } = state;
  if (key === "reasoning") return { type: "reasoning", text: reasoning.text, raw: { wire: name, value: reasoning.fields } };
  if (typeof key === "string") {
    if (refusal === "") return { type: "text", text };
    return { type: "text", text: text + refusal, raw: { wire: name, value: { content: text || null, refusal } } };
  }
  return toCall(state.calls[key]!, `${state.id || "call"}_${key}`);
}

function toCall(call: Call, ownId: string): OutputItem {
  const { start, name: callName } = call;
  const id = call.id || ownId;
  const inputText = call.inputText || "{}";
  // Arguments that are cut off are not taken back.
  if (parseInput(inputText) === undefined) return { type: "call", id, name: callName, inputText };
  const { index: _, ...fields } = start;
  const described = { ...objectIn(start["function"]), name: callName, arguments: inputText };
  return {
    type: "call",
    id,
    name: callName,
    inputText,
    raw: { wire: name, value: { ...fields, id, type: "function", function: described } },
  };
}

/** Mistral's models that reason send their text in parts. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  return objectsIn(content)
    .map(({ text }) => textIn(text) ?? "")
    .join("");
}

const stopReasons: ReadonlyMap<string, StopReason> = new Map([
  ["tool_calls", "calls"],
  ["function_call", "calls"],
  ["length", "length"],
  ["max_tokens", "length"],
  ["model_length", "length"],
  ["content_filter", "refusal"],
  ["refusal", "refusal"],
  ["sensitive", "refusal"],
]);

/** The vendors count what came from the cache as input too; of reasoning, some count it as output and some beside it. */
function readUsage(usage: JsonObject): Usage {
  const details = objectIn(usage["prompt_tokens_details"]);
  const prompt = countIn(usage["prompt_tokens"]) ?? 0;
  const completion = countIn(usage["completion_tokens"]) ?? 0;
  const total = countIn(usage["total_tokens"]) ?? 0;
  const cacheRead = countIn(details?.["cached_tokens"]) ?? countIn(usage["prompt_cache_hit_tokens"]) ?? 0;
  const cacheWrite = countIn(details?.["cache_write_tokens"]) ?? 0;
  return {
    input: Math.max(0, prompt - cacheRead - cacheWrite),
    output: Math.max(completion, total - prompt),
    cacheRead,
    cacheWrite,
    reasoning: countIn(objectIn(usage["completion_tokens_details"])?.["reasoning_tokens"]) ?? 0,
  };
}

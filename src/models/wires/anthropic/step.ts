import { noUsage, type ModelEvent, type OutputItem, type StopReason, type Usage } from "../../../contract/model.ts";
import type { Frame } from "../../../contract/wire.ts";
import { parseInput } from "../common/call.ts";
import { malformed, readFrame } from "../common/frame.ts";
import { countIn, objectIn, textIn, type JsonObject } from "../common/json.ts";
import { settleStop } from "../common/stop.ts";
import { faultOf } from "./fail.ts";
import { name } from "./name.ts";

interface Block {
  /** What `content_block_start` said. */
  start: JsonObject;
  type: string;
  /** Of the server. */
  at: unknown;
  text: string;
  json: string;
  signature: string | undefined;
  citations: readonly unknown[];
}

export interface State {
  phase: "before" | "within" | "after";
  /** Finished blocks. */
  count: number;
  block?: Block | undefined;
  hasCalls: boolean;
  stop?: string;
  usage: Usage;
}

export const start = (): State => ({ phase: "before", count: 0, hasCalls: false, usage: noUsage });

interface Step {
  state: State;
  events: readonly ModelEvent[];
}

export function step(state: State, frame: Frame): Step {
  const event = state.phase === "after" ? undefined : readFrame(name, frame);
  if (event?.["error"] != null) throw faultOf(frame.data, event);
  switch (event?.["type"]) {
    case "message_start":
      return stepMessageStart(state, event);
    case "content_block_start":
      return stepBlockStart(state, event);
    case "content_block_delta":
      return stepBlockDelta(state, event);
    case "content_block_stop":
      return stepBlockStop(state, event);
    case "message_delta":
      return stepMessageDelta(state, event);
    case "message_stop":
      return stepMessageStop(state);
    default:
      return { state, events: [] };
  }
}

function stepMessageStart(state: State, event: JsonObject): Step {
  if (state.phase !== "before") malformed(name, "one message_start", event);
  const message = objectIn(event["message"]) ?? malformed(name, "a message in message_start", event);
  return { state: { ...state, phase: "within", usage: readUsage(noUsage, message["usage"]) }, events: [] };
}

function stepBlockStart(state: State, event: JsonObject): Step {
  if (state.phase === "before") malformed(name, "message_start", event);
  if (state.block !== undefined) malformed(name, "content_block_stop", event);
  const block = objectIn(event["content_block"]);
  const type = textIn(block?.["type"]);
  if (block === undefined || type === undefined) malformed(name, "a content block with a type", event);
  if (type === "tool_use" && !(textIn(block["id"]) && textIn(block["name"]))) malformed(name, "a tool_use with id and name", event);
  const opened: Block = { start: block, type, at: event["index"], text: "", json: "", signature: undefined, citations: [] };
  const callName = type === "tool_use" ? textIn(block["name"]) : undefined;
  return {
    state: { ...state, block: opened },
    events: callName === undefined ? [] : [{ type: "delta", index: state.count, kind: "call", text: "", name: callName }],
  };
}

function stepBlockDelta(state: State, event: JsonObject): Step {
  const { block, count } = state;
  if (block === undefined || event["index"] !== block.at) malformed(name, "a delta of the block that is open", event);
  const delta = objectIn(event["delta"]) ?? malformed(name, "a delta", event);
  switch (delta["type"]) {
    case "text_delta": {
      const text = textIn(delta["text"]) ?? malformed(name, "text", event);
      return {
        state: { ...state, block: { ...block, text: block.text + text } },
        events: [{ type: "delta", index: count, kind: "text", text }],
      };
    }
    case "thinking_delta": {
      const text = textIn(delta["thinking"]) ?? malformed(name, "thinking", event);
      const events: ModelEvent[] = [{ type: "delta", index: count, kind: "reasoning", text }];
      return { state: { ...state, block: { ...block, text: block.text + text } }, events };
    }
    case "input_json_delta": {
      const text = textIn(delta["partial_json"]) ?? malformed(name, "partial_json", event);
      const callName = block.type === "tool_use" ? textIn(block.start["name"]) : undefined;
      return {
        state: { ...state, block: { ...block, json: block.json + text } },
        events: callName === undefined || text === "" ? [] : [{ type: "delta", index: count, kind: "call", text, name: callName }],
      };
    }
    case "signature_delta":
      return { state: { ...state, block: { ...block, signature: textIn(delta["signature"]) } }, events: [] };
    case "citations_delta":
      return { state: { ...state, block: { ...block, citations: [...block.citations, delta["citation"]] } }, events: [] };
    default:
      return { state, events: [] };
  }
}

function stepBlockStop(state: State, event: JsonObject): Step {
  const { block, count } = state;
  if (block === undefined || event["index"] !== block.at) malformed(name, "the stop of the block that is open", event);
  const item = toItem(block);
  return {
    state: { ...state, block: undefined, count: count + 1, hasCalls: state.hasCalls || item.type === "call" },
    events: [{ type: "item", index: count, item }],
  };
}

function stepMessageDelta(state: State, event: JsonObject): Step {
  if (state.phase === "before") malformed(name, "message_start", event);
  const stop = textIn(objectIn(event["delta"])?.["stop_reason"]);
  return { state: { ...state, usage: readUsage(state.usage, event["usage"]), ...(stop !== undefined && { stop }) }, events: [] };
}

function stepMessageStop(state: State): Step {
  const { stop, hasCalls, usage } = state;
  if (state.block !== undefined) malformed(name, "content_block_stop", "message_stop");
  if (stop === undefined) malformed(name, "message_delta with a stop_reason", "message_stop");
  return {
    state: { ...state, phase: "after" },
    events: [
      { type: "usage", usage },
      { type: "end", stop: settleStop(toStopReason(stop), hasCalls) },
    ],
  };
}

function toItem(block: Block): OutputItem {
  const { type, start, json } = block;
  const value = assemble(block);
  const raw = { wire: name, value };
  if (type === "text") return { type: "text", text: textIn(value["text"]) ?? "", raw };
  if (type === "thinking") return { type: "reasoning", text: textIn(value["thinking"]) ?? "", raw };
  if (type === "redacted_thinking") return { type: "reasoning", text: "", raw };
  if (type !== "tool_use") return { type: "other", raw };
  const call = { type: "call", id: textIn(start["id"]) ?? "", name: textIn(start["name"]) ?? "" } as const;
  // Arguments that are cut off are no object, and the server would not take the block back.
  if (json !== "" && parseInput(json) === undefined) return { ...call, inputText: json };
  return { ...call, inputText: json || JSON.stringify(value["input"] ?? {}), raw };
}

/** The block as a reply that is not streamed has it. */
function assemble({ type, start, text, json, signature, citations }: Block): JsonObject {
  const textField = type === "thinking" ? "thinking" : "text";
  const input = json === "" ? undefined : parseInput(json);
  return {
    ...start,
    ...(text !== "" && { [textField]: (textIn(start[textField]) ?? "") + text }),
    ...(input !== undefined && { input }),
    ...(signature !== undefined && { signature }),
    ...(citations.length > 0 && {
      citations: [...(Array.isArray(start["citations"]) ? (start["citations"] as unknown[]) : []), ...citations],
    }),
  };
}

const stopReasons: ReadonlyMap<string, StopReason> = new Map([
  ["tool_use", "calls"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["refusal", "refusal"],
  ["pause_turn", "pause"],
]);

function toStopReason(reason: string): StopReason {
  return stopReasons.get(reason) ?? "end";
}

/** Counts are totals so far: a later one replaces an earlier one, an absent one changes nothing. */
function readUsage(before: Usage, value: unknown): Usage {
  const usage = objectIn(value) ?? {};
  return {
    input: countIn(usage["input_tokens"]) ?? before.input,
    output: countIn(usage["output_tokens"]) ?? before.output,
    cacheRead: countIn(usage["cache_read_input_tokens"]) ?? before.cacheRead,
    cacheWrite: countIn(usage["cache_creation_input_tokens"]) ?? before.cacheWrite,
    reasoning: countIn(objectIn(usage["output_tokens_details"])?.["thinking_tokens"]) ?? before.reasoning,
  };
}

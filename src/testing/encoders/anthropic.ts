/** Anthropic Messages, versions 2023-06-01 and 2026-10-21: the later one only adds fields to what is sent here. */
import type { StopReason } from "../../contract/model.ts";
import { typedFrame, type Encoder, type ReplyFacts } from "../encoder.ts";
import type { Item } from "../items.ts";
import { parseJson } from "../json.ts";
import type { FailureCue } from "../cues.ts";

const stopReasons: Record<StopReason, string> = {
  end: "end_turn",
  calls: "tool_use",
  length: "max_tokens",
  refusal: "refusal",
  pause: "pause_turn",
};

const errorTypes: Record<number, string> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};

export function encodeAnthropic({ id, stop, usage, request }: ReplyFacts): Encoder {
  let index = 0;
  const counted = {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_read_input_tokens: usage.cacheRead,
    output_tokens: usage.output,
    output_tokens_details: { thinking_tokens: usage.reasoning },
    server_tool_use: null,
  };
  const message = {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    model: request.model,
    content: [] as unknown[],
    container: null,
    diagnostics: null,
    stop_reason: null as string | null,
    stop_sequence: null,
    stop_details: null,
    usage: { ...counted, cache_creation: null, inference_geo: null, service_tier: "standard", speed: null },
  };
  const stopped = { stop_reason: stopReasons[stop], stop_sequence: null, stop_details: null, container: null };
  return {
    opening: () => [
      typedFrame({ type: "message_start", message: { ...message, usage: { ...message.usage, output_tokens: 1 } } }),
      typedFrame({ type: "ping" }),
    ],
    item(item) {
      const at = index++;
      return [
        typedFrame({ type: "content_block_start", index: at, content_block: emptyBlocks[item.type](item) }),
        ...deltas[item.type](item).map((delta) => typedFrame({ type: "content_block_delta", index: at, delta })),
        typedFrame({ type: "content_block_stop", index: at }),
        ...(item.type === "unknown" ? [typedFrame({ type: "future_event", id: item.id })] : []),
      ];
    },
    closing: () => [typedFrame({ type: "message_delta", delta: stopped, usage: counted }), typedFrame({ type: "message_stop" })],
    failing: (cue) => [typedFrame(toError(cue))],
    refusal: toError,
    whole: (items) => ({
      ...message,
      ...stopped,
      content: items.map((item) => ({ ...emptyBlocks[item.type](item), ...filled[item.type](item) })),
    }),
  };
}

const emptyBlocks: Record<Item["type"], (item: Item) => object> = {
  reasoning: () => ({ type: "thinking", thinking: "", signature: "" }),
  text: () => ({ type: "text", text: "" }),
  call: ({ id, name }) => ({ type: "tool_use", id: `toolu_${id}`, name, input: {}, caller: { type: "direct" } }),
  unknown: ({ id }) => ({ type: "future_block", id }),
};

const deltas: Record<Item["type"], (item: Item) => object[]> = {
  reasoning: ({ fragments, seal }) => [
    ...fragments.map((thinking) => ({ type: "thinking_delta", thinking })),
    { type: "signature_delta", signature: seal },
  ],
  text: ({ fragments }) => fragments.map((text) => ({ type: "text_delta", text })),
  call: ({ fragments }) => ["", ...fragments].map((partial_json) => ({ type: "input_json_delta", partial_json })),
  unknown: () => [{ type: "future_delta", future: true }],
};

/** What the deltas add up to. */
const filled: Record<Item["type"], (item: Item) => object> = {
  reasoning: ({ text, seal }) => ({ thinking: text, signature: seal }),
  text: ({ text }) => ({ text }),
  call: ({ text }) => ({ input: parseJson(text) ?? {} }),
  unknown: () => ({}),
};

function toError({ status, message, overflow }: FailureCue): { type: string; error: object; request_id: string } {
  return {
    type: "error",
    error: {
      type: errorTypes[status] ?? "api_error",
      message: overflow ? "prompt is too long: 250000 tokens > 200000 maximum" : message,
    },
    request_id: "req_scripted",
  };
}

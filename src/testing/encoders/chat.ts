/** OpenAI Chat Completions, with `reasoning_content` as the vendors that show reasoning on it send it. */
import type { StopReason, Usage } from "../../contract/model.ts";
import type { Frame } from "../../contract/wire.ts";
import { bareFrame, type Encoder, type ReplyFacts } from "../encoder.ts";
import type { Item } from "../items.ts";
import { asObject } from "../json.ts";
import { toOpenAiError } from "./openai-error.ts";

const finishReasons: Record<StopReason, string> = {
  end: "stop",
  calls: "tool_calls",
  length: "length",
  refusal: "content_filter",
  pause: "stop",
};

export function encodeChat({ id, stop, usage, request }: ReplyFacts): Encoder {
  let calls = 0;
  const common = { id: `chatcmpl-${id}`, created: 1_700_000_000, model: request.model, system_fingerprint: null };
  const frame = (fields: object): Frame => bareFrame({ ...common, object: "chat.completion.chunk", ...fields });
  const delta = (delta: object, finish: string | null = null): Frame =>
    frame({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] });
  const wantsUsage = asObject(asObject(request.body).stream_options).include_usage === true;
  return {
    opening: () => [delta({ role: "assistant", content: "" })],
    item: (item) => deltas[item.type](item, item.type === "call" ? calls++ : 0).map((fields) => delta(fields)),
    closing: () => [
      delta({}, finishReasons[stop]),
      ...(wantsUsage ? [frame({ choices: [], usage: toUsage(usage) })] : []),
      { event: "", data: "[DONE]" },
    ],
    failing: (cue) => [bareFrame(toOpenAiError(cue))],
    refusal: toOpenAiError,
    whole: (items) => ({
      ...common,
      object: "chat.completion",
      choices: [{ index: 0, message: message(items), logprobs: null, finish_reason: finishReasons[stop] }],
      usage: toUsage(usage),
    }),
  };
}

/** `index` is the call's number among the calls. */
const deltas: Record<Item["type"], (item: Item, index: number) => object[]> = {
  reasoning: ({ fragments }) => fragments.map((reasoning_content) => ({ reasoning_content })),
  text: ({ fragments }) => fragments.map((content) => ({ content })),
  call: (item, index) => [
    { tool_calls: [{ index, ...call(item, "") }] },
    ...item.fragments.map((fragment) => ({ tool_calls: [{ index, function: { arguments: fragment } }] })),
  ],
  unknown: ({ id }) => [{ future_field: { id } }],
};

function call(item: Item, inputText: string): object {
  return { id: `call_${item.id}`, type: "function", function: { name: item.name, arguments: inputText } };
}

function message(items: readonly Item[]): object {
  const textOf = (type: Item["type"]) =>
    items
      .filter((item) => item.type === type)
      .map((item) => item.text)
      .join("");
  const calls = items.filter((item) => item.type === "call").map((item) => call(item, item.text));
  return {
    role: "assistant",
    content: textOf("text") || null,
    refusal: null,
    ...(textOf("reasoning") && { reasoning_content: textOf("reasoning") }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function toUsage(usage: Usage): object {
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  return {
    prompt_tokens: prompt,
    prompt_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite, audio_tokens: 0 },
    completion_tokens: usage.output,
    completion_tokens_details: { reasoning_tokens: usage.reasoning, audio_tokens: 0 },
    total_tokens: prompt + usage.output,
  };
}

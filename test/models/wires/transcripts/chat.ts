import type { Transcript } from "../support/read.ts";

const common = {
  id: "chatcmpl-123",
  object: "chat.completion.chunk",
  created: 1694268190,
  model: "gpt-6-luna",
  system_fingerprint: "fp_44709d6fcb",
};

export function chunk(delta: object, finish_reason: string | null = null): object {
  return { ...common, choices: [{ index: 0, delta, logprobs: null, finish_reason }] };
}

export function closing(finish: string, counted: object = tokens): (object | string)[] {
  return [chunk({}, finish), { ...common, choices: [], usage: counted }, "[DONE]"];
}

const tokens = {
  prompt_tokens: 1000,
  completion_tokens: 50,
  total_tokens: 1050,
  prompt_tokens_details: { cached_tokens: 900, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 0 },
};
const usage = { input: 100, output: 50, cacheRead: 900, cacheWrite: 0, reasoning: 20 };

const raw = (value: object) => ({ wire: "chat", value });
const call = (id: string, name: string, args: string, more: object = {}) => ({
  id,
  type: "function",
  function: { name, arguments: args },
  ...more,
});
const calls = (...fragments: object[]) => chunk({ tool_calls: fragments });
const part = (index: number, text: string) => ({ index, function: { arguments: text } });

export const transcripts: Record<string, Transcript> = {
  text: {
    frames: [chunk({ role: "assistant", content: "" }), chunk({ content: "Hel" }), chunk({ content: "lo" }), ...closing("stop")],
    reply: { items: [{ type: "text", text: "Hello" }], stop: "end", usage },
  },
  "text and parallel calls, their fragments interleaved": {
    frames: [
      chunk({ role: "assistant", content: null }),
      chunk({ content: "Let me look." }),
      calls({ index: 0, ...call("call_a", "read", "") }),
      calls(part(0, '{"pa')),
      calls({ index: 1, ...call("call_b", "read", "") }),
      calls(part(1, '{"path":'), part(0, 'th": "a.ts"}')),
      calls(part(1, '"b.ts"}')),
      ...closing("tool_calls"),
    ],
    reply: {
      items: [
        { type: "text", text: "Let me look." },
        { type: "call", id: "call_a", name: "read", inputText: '{"path": "a.ts"}', raw: raw(call("call_a", "read", '{"path": "a.ts"}')) },
        { type: "call", id: "call_b", name: "read", inputText: '{"path":"b.ts"}', raw: raw(call("call_b", "read", '{"path":"b.ts"}')) },
      ],
      stop: "calls",
      usage,
    },
  },
  "a refusal": {
    frames: [chunk({ role: "assistant", refusal: "I can" }), chunk({ refusal: "not." }), ...closing("stop")],
    reply: { items: [{ type: "text", text: "I cannot.", raw: raw({ content: null, refusal: "I cannot." }) }], stop: "refusal", usage },
  },
  "a call cut off by the token limit": {
    frames: [calls({ index: 0, ...call("call_a", "write", "") }), calls(part(0, '{"text": "On')), ...closing("length")],
    reply: { items: [{ type: "call", id: "call_a", name: "write", inputText: '{"text": "On' }], stop: "length", usage },
  },
};

/** Of servers whose replies the vendor's client does not know in whole. */
export const variants: Record<string, Transcript> = {
  "reasoning_content, before the text": {
    frames: [
      chunk({ role: "assistant", reasoning_content: "Hm" }),
      chunk({ reasoning_content: "…" }),
      chunk({ content: "4" }),
      ...closing("stop"),
    ],
    reply: {
      items: [
        { type: "reasoning", text: "Hm…", raw: raw({ reasoning_content: "Hm…" }) },
        { type: "text", text: "4" },
      ],
      stop: "end",
      usage,
    },
  },
  "reasoning with details in pieces, as OpenRouter sends it": {
    frames: [
      chunk({ reasoning: "Hm", reasoning_details: [{ type: "reasoning.text", index: 0, text: "Hm", signature: null }] }),
      chunk({ reasoning: "…", reasoning_details: [{ type: "reasoning.text", index: 0, text: "…", signature: "sig" }] }),
      chunk({ reasoning_details: [{ type: "reasoning.text", index: 1, text: "Yes.", signature: "sig2" }] }),
      chunk({ reasoning_details: [{ type: "reasoning.encrypted", index: 2, data: "abc" }] }),
      chunk({ reasoning_details: [{ type: "reasoning.encrypted", index: 2, data: "def" }] }),
      chunk({ content: "4" }),
      ...closing("stop"),
    ],
    reply: {
      items: [
        {
          type: "reasoning",
          text: "Hm…",
          raw: raw({
            reasoning: "Hm…",
            reasoning_details: [
              { type: "reasoning.text", index: 0, text: "Hm…", signature: "sig" },
              { type: "reasoning.text", index: 1, text: "Yes.", signature: "sig2" },
              { type: "reasoning.encrypted", index: 2, data: "abc" },
              { type: "reasoning.encrypted", index: 2, data: "def" },
            ],
          }),
        },
        { type: "text", text: "4" },
      ],
      stop: "end",
      usage,
    },
  },
  "thinking among the text's parts, as Mistral sends it": {
    frames: [
      chunk({ content: [{ type: "thinking", thinking: [{ type: "text", text: "Hm" }] }] }),
      chunk({ content: [{ type: "text", text: "4" }] }),
      ...closing("stop"),
    ],
    reply: {
      items: [
        { type: "reasoning", text: "Hm", raw: raw({}) },
        { type: "text", text: "4" },
      ],
      stop: "end",
      usage,
    },
  },
  "whole calls with the same index, and `stop` as the reason": {
    frames: [
      calls({ index: 0, ...call("c1", "read", '{"path":"a"}', { extra_content: { google: { thought_signature: "sig" } } }) }),
      calls({ index: 0, ...call("c2", "read", '{"path":"b"}') }),
      ...closing("stop"),
    ],
    reply: {
      items: [
        {
          type: "call",
          id: "c1",
          name: "read",
          inputText: '{"path":"a"}',
          raw: raw(call("c1", "read", '{"path":"a"}', { extra_content: { google: { thought_signature: "sig" } } })),
        },
        { type: "call", id: "c2", name: "read", inputText: '{"path":"b"}', raw: raw(call("c2", "read", '{"path":"b"}')) },
      ],
      stop: "calls",
      usage,
    },
  },
  "calls without ids and arguments, the id again in later deltas": {
    frames: [
      calls({ index: 0, function: { name: "plan" } }),
      calls({ index: 1, ...call("c2", "read", "{") }),
      calls({ index: 1, id: "c2", function: { arguments: "}" } }),
      ...closing("tool_calls"),
    ],
    reply: {
      items: [
        { type: "call", id: "chatcmpl-123_0", name: "plan", inputText: "{}", raw: raw(call("chatcmpl-123_0", "plan", "{}")) },
        { type: "call", id: "c2", name: "read", inputText: "{}", raw: raw(call("c2", "read", "{}")) },
      ],
      stop: "calls",
      usage,
    },
  },
  "usage that counts reasoning beside the output, and the cache in DeepSeek's words": {
    frames: [
      chunk({ content: "4" }),
      ...closing("stop", {
        prompt_tokens: 100,
        completion_tokens: 5,
        total_tokens: 125,
        prompt_cache_hit_tokens: 64,
        prompt_cache_miss_tokens: 36,
        completion_tokens_details: { reasoning_tokens: 20 },
      }),
    ],
    reply: {
      items: [{ type: "text", text: "4" }],
      stop: "end",
      usage: { input: 36, output: 25, cacheRead: 64, cacheWrite: 0, reasoning: 20 },
    },
  },
  "no usage at all": {
    frames: [chunk({ content: "4" }), chunk({}, "stop"), "[DONE]"],
    reply: { items: [{ type: "text", text: "4" }], stop: "end", usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 } },
  },
};

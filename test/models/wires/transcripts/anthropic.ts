import type { Transcript } from "../support/read.ts";

const message = {
  id: "msg_01XFDUDYJgAACzvnptvVoYEL",
  type: "message",
  role: "assistant",
  model: "claude-opus-5-5",
  content: [],
  container: null,
  diagnostics: null,
  stop_reason: null,
  stop_sequence: null,
  stop_details: null,
};

export function opening(usage: object = {}): object {
  return { type: "message_start", message: { ...message, usage: { input_tokens: 25, output_tokens: 1, ...usage } } };
}

export function block(index: number, content_block: object, ...deltas: object[]): object[] {
  return [
    { type: "content_block_start", index, content_block },
    ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
    { type: "content_block_stop", index },
  ];
}

export function closing(stop_reason: string, usage: object = { output_tokens: 15 }): object[] {
  return [{ type: "message_delta", delta: { stop_reason, stop_sequence: null }, usage }, { type: "message_stop" }];
}

const raw = (value: object) => ({ wire: "anthropic", value });
const text = (text: string) => ({ type: "text_delta", text });
const json = (partial_json: string) => ({ type: "input_json_delta", partial_json });
const usage = { input: 25, output: 15, cacheRead: 0, cacheWrite: 0, reasoning: 0 };

const thinking = { type: "thinking", thinking: "27 × 453 is 12,231.", signature: "EqQBCgIYAhIM1gbcDa9GJwZA2b3h" };
const redacted = { type: "redacted_thinking", data: "EmwKAhgBEgy3va3pzix/LafPsn4aDFIT2Xlxh0L5L8rLVyIwxtE3rAFBa8cr3qpP" };
const said = { type: "text", text: "Let me look.", citations: null };
const first = { type: "tool_use", id: "toolu_01A09q90qw90lq917835lq9", name: "read", input: { path: "a.ts", lines: [1, 2] } };
const second = { type: "tool_use", id: "toolu_01B19q90qw90lq917835lq9", name: "read", input: { path: "ü.ts" } };
const searched = { type: "server_tool_use", id: "srvtoolu_014hJH82Qum7Td6UV8gDXThB", name: "web_search", input: { query: "weather" } };
const found = {
  type: "web_search_tool_result",
  tool_use_id: searched.id,
  content: [{ type: "web_search_result", title: "W", url: "https://w" }],
};
const cited = { type: "text", text: "Sunny.", citations: [{ type: "char_location", cited_text: "sunny", document_index: 0 }] };

export const transcripts: Record<string, Transcript> = {
  "text only, with pings and events of the future": {
    frames: [
      opening(),
      { type: "ping" },
      ...block(0, { type: "text", text: "" }, text("Hel"), text("lo!")),
      { type: "future_event", anything: 1 },
      ...closing("end_turn"),
    ],
    reply: { items: [{ type: "text", text: "Hello!", raw: raw({ type: "text", text: "Hello!" }) }], stop: "end", usage },
  },
  "thinking, redacted thinking and parallel calls, with usage split by cache": {
    frames: [
      opening({ input_tokens: 12, cache_read_input_tokens: 9000, cache_creation_input_tokens: 300 }),
      ...block(
        0,
        { type: "thinking", thinking: "", signature: "" },
        { type: "thinking_delta", thinking: "27 × 453" },
        { type: "thinking_delta", thinking: " is 12,231." },
        { type: "signature_delta", signature: thinking.signature },
      ),
      ...block(1, redacted),
      ...block(2, { type: "text", text: "", citations: null }, text("Let me "), text("look.")),
      ...block(3, { ...first, input: {} }, json(""), json('{"pa'), json('th":"a.ts","lines":[1'), json(",2]}")),
      ...block(4, { ...second, input: {} }, json('{"path":"ü.ts"}')),
      ...closing("tool_use", {
        output_tokens: 89,
        input_tokens: 12,
        cache_read_input_tokens: 9000,
        cache_creation_input_tokens: 300,
        output_tokens_details: { thinking_tokens: 40 },
      }),
    ],
    reply: {
      items: [
        { type: "reasoning", text: thinking.thinking, raw: raw(thinking) },
        { type: "reasoning", text: "", raw: raw(redacted) },
        { type: "text", text: "Let me look.", raw: raw(said) },
        { type: "call", id: first.id, name: "read", inputText: '{"path":"a.ts","lines":[1,2]}', raw: raw(first) },
        { type: "call", id: second.id, name: "read", inputText: '{"path":"ü.ts"}', raw: raw(second) },
      ],
      stop: "calls",
      usage: { input: 12, output: 89, cacheRead: 9000, cacheWrite: 300, reasoning: 40 },
    },
  },
  "a call without arguments": {
    frames: [opening(), ...block(0, { type: "tool_use", id: "toolu_1", name: "plan", input: {} }, json("")), ...closing("tool_use")],
    reply: {
      items: [
        {
          type: "call",
          id: "toolu_1",
          name: "plan",
          inputText: "{}",
          raw: raw({ type: "tool_use", id: "toolu_1", name: "plan", input: {} }),
        },
      ],
      stop: "calls",
      usage,
    },
  },
  "tools of the server and citations, kept as they are": {
    frames: [
      opening(),
      ...block(0, { ...searched, input: {} }, json('{"query":'), json('"weather"}')),
      ...block(1, found),
      ...block(2, { type: "text", text: "", citations: [] }, text("Sunny."), { type: "citations_delta", citation: cited.citations[0] }),
      ...closing("pause_turn"),
    ],
    reply: {
      items: [
        { type: "other", raw: raw(searched) },
        { type: "other", raw: raw(found) },
        { type: "text", text: "Sunny.", raw: raw(cited) },
      ],
      stop: "pause",
      usage,
    },
  },
  "a refusal": {
    frames: [opening(), ...block(0, { type: "text", text: "" }, text("I can")), ...closing("refusal")],
    reply: { items: [{ type: "text", text: "I can", raw: raw({ type: "text", text: "I can" }) }], stop: "refusal", usage },
  },
  "a call cut off by the token limit": {
    frames: [opening(), ...block(0, { ...first, input: {} }, json('{"path": "a'), json(".t")), ...closing("max_tokens")],
    reply: { items: [{ type: "call", id: first.id, name: "read", inputText: '{"path": "a.t' }], stop: "length", usage },
  },
};

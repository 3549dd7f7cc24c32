import type { Transcript } from "../support/read.ts";

const response = {
  id: "resp_67c9fdcecf488190bdd9a0409de3a1ec07b8b0ad4e5eb654",
  object: "response",
  created_at: 1741487325,
  model: "gpt-6-sol",
  status: "in_progress",
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  output: [] as object[],
  parallel_tool_calls: true,
  temperature: 1,
  top_p: 1,
  tool_choice: "auto",
  tools: [],
  usage: null as object | null,
};
const counted = {
  input_tokens: 1000,
  input_tokens_details: { cached_tokens: 600, cache_write_tokens: 100 },
  output_tokens: 87,
  output_tokens_details: { reasoning_tokens: 64 },
  total_tokens: 1087,
};
const usage = { input: 300, output: 87, cacheRead: 600, cacheWrite: 100, reasoning: 64 };

/** With the numbers that the vendor puts on every event. */
function numbered(events: readonly object[]): object[] {
  return events.map((event, sequence_number) => ({ ...event, sequence_number }));
}

function opening(): object[] {
  return [
    { type: "response.created", response },
    { type: "response.in_progress", response },
  ];
}

export function closing(status: "completed" | "incomplete" | "failed", output: readonly object[], more: object = {}): object {
  return { type: `response.${status}`, response: { ...response, status, output, usage: counted, ...more } };
}

function added(output_index: number, item: object): object {
  return { type: "response.output_item.added", output_index, item };
}

function done(output_index: number, item: object): object {
  return { type: "response.output_item.done", output_index, item };
}

function message(output_index: number, item: { id: string }, part: { type: string; text: string }, fragments: readonly string[]): object[] {
  const at = { item_id: item.id, output_index, content_index: 0 };
  return [
    added(output_index, { ...item, status: "in_progress", content: [] }),
    { type: "response.content_part.added", ...at, part: { ...part, text: "" } },
    ...fragments.map((delta) => ({ type: "response.output_text.delta", ...at, delta, logprobs: [] })),
    { type: "response.output_text.done", ...at, text: part.text, logprobs: [] },
    { type: "response.content_part.done", ...at, part },
    done(output_index, item),
  ];
}

function call(output_index: number, item: { id: string; name: string; arguments: string }, fragments: readonly string[]): object[] {
  const at = { item_id: item.id, output_index };
  return [
    added(output_index, { ...item, status: "in_progress", arguments: "" }),
    ...fragments.map((delta) => ({ type: "response.function_call_arguments.delta", ...at, delta })),
    { type: "response.function_call_arguments.done", ...at, name: item.name, arguments: item.arguments },
    done(output_index, item),
  ];
}

const raw = (value: object) => ({ wire: "responses", value });
const outputText = (text: string) => ({ type: "output_text", text, annotations: [], logprobs: [] });

const reasoning = {
  id: "rs_1",
  type: "reasoning",
  summary: [
    { type: "summary_text", text: "**Look**" },
    { type: "summary_text", text: "**Then think**" },
  ],
  encrypted_content: "gAAAAABo3",
};
const commentary = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  status: "completed",
  phase: "commentary",
  content: [outputText("Let me look.")],
};
const first = { id: "fc_1", type: "function_call", status: "completed", call_id: "call_1", name: "read", arguments: '{"path": "a.ts"}' };
const second = { id: "fc_2", type: "function_call", status: "completed", call_id: "call_2", name: "plan", arguments: "{}" };
const future = { id: "fut_1", type: "future_item", status: "completed", what: { ever: true } };
const refusal = {
  id: "msg_2",
  type: "message",
  role: "assistant",
  status: "completed",
  content: [{ type: "refusal", refusal: "I cannot." }],
};
const answer = {
  id: "msg_3",
  type: "message",
  role: "assistant",
  status: "completed",
  phase: "final_answer",
  content: [outputText("Done — größer.")],
};
const cutMessage = { id: "msg_4", type: "message", role: "assistant", status: "incomplete", content: [outputText("On")] };
const cutCall = { id: "fc_3", type: "function_call", status: "incomplete", call_id: "call_3", name: "write", arguments: '{"text": "On' };

export const transcripts: Record<string, Transcript> = {
  "text with its phase": {
    frames: numbered([
      ...opening(),
      ...message(0, answer, outputText("Done — größer."), ["Done", " — grö", "ßer."]),
      closing("completed", [answer]),
    ]),
    reply: { items: [{ type: "text", text: "Done — größer.", raw: raw(answer) }], stop: "end", usage },
  },
  "reasoning, commentary, parallel calls and an item of the future": {
    frames: numbered([
      ...opening(),
      added(0, { ...reasoning, summary: [], encrypted_content: null }),
      ...reasoning.summary.flatMap((part, summary_index) => {
        const at = { item_id: "rs_1", output_index: 0, summary_index };
        return [
          { type: "response.reasoning_summary_part.added", ...at, part: { ...part, text: "" } },
          { type: "response.reasoning_summary_text.delta", ...at, delta: part.text },
          { type: "response.reasoning_summary_text.done", ...at, text: part.text },
          { type: "response.reasoning_summary_part.done", ...at, part },
        ];
      }),
      done(0, reasoning),
      ...message(1, commentary, outputText("Let me look."), ["Let me ", "look."]),
      ...call(2, first, ['{"pa', 'th": "a', '.ts"}']),
      ...call(3, second, ["{", "}"]),
      added(4, { ...future, status: "in_progress" }),
      done(4, future),
      closing("completed", [reasoning, commentary, first, second, future]),
    ]),
    reply: {
      items: [
        { type: "reasoning", text: "**Look**\n\n**Then think**", raw: raw(reasoning) },
        { type: "text", text: "Let me look.", raw: raw(commentary) },
        { type: "call", id: "call_1", name: "read", inputText: '{"path": "a.ts"}', raw: raw(first) },
        { type: "call", id: "call_2", name: "plan", inputText: "{}", raw: raw(second) },
        { type: "other", raw: raw(future) },
      ],
      stop: "calls",
      usage,
    },
  },
  "a refusal": {
    frames: numbered([
      ...opening(),
      added(0, { ...refusal, status: "in_progress", content: [] }),
      { type: "response.content_part.added", item_id: "msg_2", output_index: 0, content_index: 0, part: { type: "refusal", refusal: "" } },
      { type: "response.refusal.delta", item_id: "msg_2", output_index: 0, content_index: 0, delta: "I cannot." },
      { type: "response.refusal.done", item_id: "msg_2", output_index: 0, content_index: 0, refusal: "I cannot." },
      done(0, refusal),
      closing("completed", [refusal]),
    ]),
    reply: { items: [{ type: "text", text: "I cannot.", raw: raw(refusal) }], stop: "refusal", usage },
  },
  "a message and a call cut off by the token limit, without events of their end": {
    frames: numbered([
      ...opening(),
      ...message(0, cutMessage, outputText("On"), ["On"]).slice(0, 3),
      ...call(1, cutCall, ['{"text": ', '"On']).slice(0, 3),
      closing("incomplete", [cutMessage, cutCall], { incomplete_details: { reason: "max_output_tokens" } }),
    ]),
    reply: {
      items: [
        { type: "text", text: "On", raw: raw(cutMessage) },
        { type: "call", id: "call_3", name: "write", inputText: '{"text": "On' },
      ],
      stop: "length",
      usage,
    },
  },
};

/** What the vendor's client of today refuses. */
export const variants: Record<string, Transcript> = {
  "events of the future": {
    frames: numbered([
      ...opening(),
      { type: "response.future.started" },
      added(0, { ...future, status: "in_progress" }),
      { type: "response.future_item.delta", output_index: 0, delta: "x" },
      done(0, future),
      closing("completed", [future]),
    ]),
    reply: { items: [{ type: "other", raw: raw(future) }], stop: "end", usage },
  },
  "items cut off that the end does not repeat": {
    frames: numbered([
      ...opening(),
      ...message(0, cutMessage, outputText("On"), ["O", "n"]).slice(0, 4),
      ...call(1, cutCall, ['{"text": ', '"On']).slice(0, 3),
      closing("incomplete", [], { incomplete_details: { reason: "max_output_tokens" } }),
    ]),
    reply: {
      items: [
        {
          type: "text",
          text: "On",
          raw: raw({ ...cutMessage, content: [{ type: "output_text", text: "On", annotations: [] }] }),
        },
        { type: "call", id: "call_3", name: "write", inputText: '{"text": "On' },
      ],
      stop: "length",
      usage,
    },
  },
};

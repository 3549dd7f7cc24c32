/** OpenAI Responses. */
import type { Usage } from "../../contract/model.ts";
import { typedFrame, type Encoder, type ReplyFacts } from "../encoder.ts";
import type { Frame } from "../../contract/wire.ts";
import type { Item } from "../items.ts";
import type { FailureCue } from "../cues.ts";
import { toOpenAiError } from "./openai-error.ts";

type Data = { type: string } & Record<string, unknown>;

export function encodeResponses({ id, stop, usage, request }: ReplyFacts): Encoder {
  const output: object[] = [];
  let sequence = 0;
  const number = (data: Data): Frame => typedFrame({ ...data, sequence_number: sequence++ });
  const phase = stop === "calls" ? "commentary" : "final_answer";
  const response = {
    id: `resp_${id}`,
    object: "response",
    created_at: 1_700_000_000,
    model: request.model,
    status: "in_progress",
    error: null,
    incomplete_details: null as object | null,
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
  const finished = (items: object[]) => ({ ...response, ...outcome(stop), output: items, usage: toUsage(usage) });
  return {
    opening: () => [number({ type: "response.created", response }), number({ type: "response.in_progress", response })],
    item(item) {
      const at = { output_index: output.length, item_id: itemId(item) };
      const done = toOutput(item, phase);
      output.push(done);
      return [
        number({
          type: "response.output_item.added",
          output_index: at.output_index,
          item: { ...done, ...emptyFields[item.type], status: "in_progress" },
        }),
        ...deltas[item.type](item).map((data) => number({ ...data, ...at })),
        number({ type: "response.output_item.done", output_index: at.output_index, item: done }),
      ];
    },
    closing() {
      const response = finished(output);
      return [number({ type: `response.${response.status}`, response })];
    },
    failing: (cue) => [number({ type: "response.failed", response: { ...response, status: "failed", error: failedWith(cue), output } })],
    refusal: toOpenAiError,
    whole: (items) => finished(items.map((item) => toOutput(item, phase))),
  };
}

function outcome(stop: ReplyFacts["stop"]): { status: string; incomplete_details: object | null } {
  if (stop === "length") return { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } };
  if (stop === "refusal") return { status: "incomplete", incomplete_details: { reason: "content_filter" } };
  return { status: "completed", incomplete_details: null };
}

function toUsage(usage: Usage): object {
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite },
    output_tokens: usage.output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: input + usage.output,
  };
}

const prefixes: Record<Item["type"], string> = { reasoning: "rs", text: "msg", call: "fc", unknown: "fut" };

function itemId(item: Item): string {
  return `${prefixes[item.type]}_${item.id}`;
}

function toOutput(item: Item, phase: string): object {
  return { id: itemId(item), status: "completed", ...finishedFields[item.type](item), ...(item.type === "text" && { phase }) };
}

const finishedFields: Record<Item["type"], (item: Item) => object> = {
  reasoning: ({ text, seal }) => ({ type: "reasoning", summary: [summaryText(text)], encrypted_content: seal }),
  text: ({ text }) => ({ type: "message", role: "assistant", content: [outputText(text)] }),
  call: ({ id, name, text }) => ({ type: "function_call", call_id: `call_${id}`, name, arguments: text }),
  unknown: () => ({ type: "future_item", future: true }),
};

/** How the fields of an item differ before its deltas. */
const emptyFields: Record<Item["type"], object> = {
  reasoning: { summary: [], encrypted_content: null },
  text: { content: [] },
  call: { arguments: "" },
  unknown: {},
};

const deltas: Record<Item["type"], (item: Item) => Data[]> = {
  reasoning: ({ text, fragments }) => [
    { type: "response.reasoning_summary_part.added", summary_index: 0, part: summaryText("") },
    ...fragments.map((delta) => ({ type: "response.reasoning_summary_text.delta", summary_index: 0, delta })),
    { type: "response.reasoning_summary_text.done", summary_index: 0, text },
    { type: "response.reasoning_summary_part.done", summary_index: 0, part: summaryText(text) },
  ],
  text: ({ text, fragments }) => [
    { type: "response.content_part.added", content_index: 0, part: outputText("") },
    ...fragments.map((delta) => ({ type: "response.output_text.delta", content_index: 0, delta, logprobs: [] })),
    { type: "response.output_text.done", content_index: 0, text, logprobs: [] },
    { type: "response.content_part.done", content_index: 0, part: outputText(text) },
  ],
  call: ({ name, text, fragments }) => [
    ...fragments.map((delta) => ({ type: "response.function_call_arguments.delta", delta })),
    { type: "response.function_call_arguments.done", name, arguments: text },
  ],
  unknown: () => [{ type: "response.future_item.delta", delta: "future" }],
};

function summaryText(text: string): object {
  return { type: "summary_text", text };
}

function outputText(text: string): object {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

function failedWith(cue: FailureCue): object {
  const { error } = toOpenAiError(cue);
  return { code: error.code ?? "server_error", message: error.message };
}

/** OpenAI Responses. */
import type { Usage } from "../../contract/model.ts";
import { typedFrame, type Encoder, type ReplyFacts } from "../encoder.ts";
import type { Frame } from "../../contract/wire.ts";
import type { Item } from "../items.ts";
import type { FailureCue } from "../reply.ts";
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
      const done = fullItem(item, phase);
      output.push(done);
      return [
        number({ type: "response.output_item.added", output_index: at.output_index, item: { ...done, ...unfinished(item) } }),
        ...deltas(item).map((data) => number({ ...data, ...at })),
        number({ type: "response.output_item.done", output_index: at.output_index, item: done }),
      ];
    },
    closing() {
      const response = finished(output);
      return [number({ type: `response.${response.status}`, response })];
    },
    failing: (cue) => [number({ type: "response.failed", response: { ...response, status: "failed", error: failedWith(cue), output } })],
    refusal: toOpenAiError,
    whole: (items) => finished(items.map((item) => fullItem(item, phase))),
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

function fullItem(item: Item, phase: string): object {
  const id = itemId(item);
  switch (item.type) {
    case "reasoning":
      return { id, type: "reasoning", summary: [{ type: "summary_text", text: item.text }], encrypted_content: item.seal };
    case "text":
      return { id, type: "message", role: "assistant", status: "completed", phase, content: [outputText(item.text)] };
    case "call":
      return { id, type: "function_call", status: "completed", call_id: `call_${item.id}`, name: item.name, arguments: item.text };
    case "unknown":
      return { id, type: "future_item", status: "completed", future: true };
  }
}

function outputText(text: string): object {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

/** How the fields of an item differ before its deltas. */
function unfinished(item: Item): object {
  switch (item.type) {
    case "reasoning":
      return { summary: [], encrypted_content: null };
    case "text":
      return { status: "in_progress", content: [] };
    case "call":
      return { status: "in_progress", arguments: "" };
    case "unknown":
      return { status: "in_progress" };
  }
}

function deltas(item: Item): Data[] {
  switch (item.type) {
    case "reasoning": {
      const at = { summary_index: 0 };
      const part = (text: string) => ({ type: "summary_text", text });
      return [
        { type: "response.reasoning_summary_part.added", ...at, part: part("") },
        ...item.fragments.map((delta) => ({ type: "response.reasoning_summary_text.delta", ...at, delta })),
        { type: "response.reasoning_summary_text.done", ...at, text: item.text },
        { type: "response.reasoning_summary_part.done", ...at, part: part(item.text) },
      ];
    }
    case "text": {
      const at = { content_index: 0 };
      return [
        { type: "response.content_part.added", ...at, part: outputText("") },
        ...item.fragments.map((delta) => ({ type: "response.output_text.delta", ...at, delta, logprobs: [] })),
        { type: "response.output_text.done", ...at, text: item.text, logprobs: [] },
        { type: "response.content_part.done", ...at, part: outputText(item.text) },
      ];
    }
    case "call":
      return [
        ...item.fragments.map((delta) => ({ type: "response.function_call_arguments.delta", delta })),
        { type: "response.function_call_arguments.done", name: item.name, arguments: item.text },
      ];
    case "unknown":
      return [{ type: "response.future_item.delta", delta: "future" }];
  }
}

function failedWith(cue: FailureCue): object {
  const { error } = toOpenAiError(cue);
  return { code: error.code ?? "server_error", message: error.message };
}

import { expect } from "vitest";
import type { Wire } from "../../../src/contract/wire.ts";
import anthropic from "../../../src/models/wires/anthropic.ts";
import chat from "../../../src/models/wires/chat.ts";
import gemini from "../../../src/models/wires/gemini.ts";
import responses from "../../../src/models/wires/responses.ts";
import { verifies } from "../../verifies.ts";
import { failureOf, readReply, type Transcript } from "./support/read.ts";
import { block, closing as anthropicClosing, opening } from "./transcripts/anthropic.ts";
import { chunk, closing as chatClosing } from "./transcripts/chat.ts";
import { chunk as geminiChunk } from "./transcripts/gemini.ts";
import { closing } from "./transcripts/responses.ts";
import { wires } from "./transcripts/index.ts";

const text = { type: "text", text: "" };
const delta = (index: number) => ({ type: "content_block_delta", index, delta: { type: "text_delta", text: "x" } });
const added = { type: "response.output_item.added", output_index: 0, item: { type: "message", id: "msg_1", content: [] } };

const cases: [Wire, string, Transcript["frames"]][] = [
  [anthropic, "message_start", block(0, text)],
  [anthropic, "one message_start", [opening(), opening()]],
  [anthropic, "a message in message_start", [{ type: "message_start" }]],
  [anthropic, "a delta of the block that is open", [opening(), delta(0)]],
  [anthropic, "a delta of the block that is open", [opening(), block(0, text)[0]!, delta(1)]],
  [anthropic, "the stop of the block that is open", [opening(), { type: "content_block_stop", index: 0 }]],
  [anthropic, "content_block_stop", [opening(), block(0, text)[0]!, block(1, text)[0]!]],
  [anthropic, "content_block_stop", [opening(), block(0, text)[0]!, ...anthropicClosing("end_turn")]],
  [anthropic, "a content block with a type", [opening(), { type: "content_block_start", index: 0 }]],
  [anthropic, "a tool_use with id and name", [opening(), ...block(0, { type: "tool_use", name: "read" })]],
  [anthropic, "text", [opening(), ...block(0, text, { type: "text_delta", text: 1 })]],
  [anthropic, "message_delta with a stop_reason", [opening(), { type: "message_stop" }]],
  [responses, "response.output_item.added first", [{ type: "response.output_text.delta", output_index: 0, delta: "x" }]],
  [responses, "response.output_item.added first", [{ ...added, type: "response.output_item.done" }]],
  [responses, "an item that begins, with a new output_index", [added, added]],
  [responses, "an output_index", [added, { type: "response.output_text.delta", delta: "x" }]],
  [responses, "a delta that is text", [added, { type: "response.output_text.delta", output_index: 0 }]],
  [responses, "response.output_item.done for every item", [added, closing("completed", [])]],
  [
    responses,
    "a function_call with a call_id",
    [added, { ...added, type: "response.output_item.done", item: { type: "function_call", name: "read" } }],
  ],
  [chat, "a finish_reason before [DONE]", [chunk({ content: "x" }), "[DONE]"]],
  [
    chat,
    "the name of a call in its first delta",
    [chunk({ tool_calls: [{ index: 0, id: "c", function: { arguments: "{" } }] }), ...chatClosing("tool_calls")],
  ],
  [gemini, "parts that are objects", [geminiChunk(["x"] as unknown as object[])]],
  [gemini, "a functionCall with a name", [geminiChunk([{ functionCall: { args: {} } }])]],
  ...wires.flatMap((wire): [Wire, string, Transcript["frames"]][] => [
    [wire, "a JSON object", ['{"type":']],
    [wire, "a JSON object", ["[]"]],
    [wire, "a JSON object", ["null"]],
  ]),
];

for (const [wire, expected, frames] of cases) {
  verifies("wires.malformed", `${wire.name}: ${JSON.stringify(frames.at(-1)).slice(0, 120)} instead of ${expected}`, () => {
    expect(failureOf(() => readReply(wire, frames))).toEqual({
      code: "model.malformed",
      retryable: true,
      message: expect.stringContaining(`(${wire.name}): expected ${expected}, got `) as string,
    });
  });
}

verifies("wires.malformed", "blank frames and unknown events are none", () => {
  for (const wire of wires)
    expect(readReply(wire, ["", " ", { type: "toString" }, { type: "future.event" }])).toEqual({
      items: [],
      stop: undefined,
      usage: undefined,
    });
});

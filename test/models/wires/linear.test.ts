import { expect } from "vitest";
import type { Wire } from "../../../src/contract/wire.ts";
import anthropic from "../../../src/models/wires/anthropic.ts";
import chat from "../../../src/models/wires/chat.ts";
import gemini from "../../../src/models/wires/gemini.ts";
import responses from "../../../src/models/wires/responses.ts";
import { verifies } from "../../verifies.ts";
import { readEvents, toReply, toSse } from "./support/read.ts";
import { block, closing as anthropicClosing, opening } from "./transcripts/anthropic.ts";
import { chunk as chatChunk, closing as chatClosing } from "./transcripts/chat.ts";
import { chunk as geminiChunk } from "./transcripts/gemini.ts";
import { closing } from "./transcripts/responses.ts";

/** 2 MB in small pieces: a copy of the text for each delta would move 100 GB. */
const fragments = 100_000;
const fragment = "about twenty letters";
const pieces = <T>(make: (text: string) => T): T[] => Array.from({ length: fragments }, () => make(fragment));

const message = { type: "message", id: "msg_1", role: "assistant", status: "completed" };
const whole = { ...message, content: [{ type: "output_text", text: fragment.repeat(fragments), annotations: [] }] };

const replies: [Wire, () => object[]][] = [
  [
    anthropic,
    () => {
      const [begin, end] = block(0, { type: "text", text: "" });
      const deltas = pieces((text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }));
      return [opening(), begin!, ...deltas, end!, ...anthropicClosing("end_turn")];
    },
  ],
  [
    responses,
    () => [
      { type: "response.output_item.added", output_index: 0, item: { ...message, content: [] } },
      ...pieces((delta) => ({ type: "response.output_text.delta", output_index: 0, delta })),
      { type: "response.output_item.done", output_index: 0, item: whole },
      closing("completed", []),
    ],
  ],
  [chat, () => [...pieces((content) => chatChunk({ content })), ...(chatClosing("stop") as object[])]],
  [gemini, () => [...pieces((text) => geminiChunk([{ text }])), geminiChunk([], { finishReason: "STOP" })]],
];

for (const [wire, frames] of replies) {
  verifies("wires.linear", `${wire.name}: 2 MB in a hundred thousand deltas`, () => {
    const { items, stop } = toReply(readEvents(wire, [toSse(frames())]));
    expect({ texts: items.map((item) => item.type === "text" && item.text.length), stop }).toEqual({
      texts: [fragments * fragment.length],
      stop: "end",
    });
  });
}

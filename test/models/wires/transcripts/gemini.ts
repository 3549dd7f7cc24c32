import type { Transcript } from "../support/read.ts";

const counted = {
  promptTokenCount: 1000,
  cachedContentTokenCount: 600,
  candidatesTokenCount: 20,
  thoughtsTokenCount: 30,
  totalTokenCount: 1050,
};
const usage = { input: 400, output: 50, cacheRead: 600, cacheWrite: 0, reasoning: 30 };

export function chunk(parts: readonly object[], candidate: object = {}): object {
  return {
    candidates: [{ content: { parts, role: "model" }, index: 0, ...candidate }],
    usageMetadata: counted,
    modelVersion: "gemini-3.8-flash",
    responseId: "a1b2",
  };
}

const raw = (value: object) => ({ wire: "gemini", value });
const first = { functionCall: { id: "fc1", name: "read", args: { path: "a.ts" } }, thoughtSignature: "CpkBAVSoXO4=" };
const second = { functionCall: { name: "read", args: { path: "b.ts" } } };
const code = { executableCode: { language: "PYTHON", code: "1+1" } };

export const transcripts: Record<string, Transcript> = {
  "text in pieces, the reason in the last": {
    frames: [chunk([{ text: "Hel" }]), chunk([{ text: "lo" }]), chunk([{ text: "!" }], { finishReason: "STOP" })],
    reply: { items: [{ type: "text", text: "Hello!", raw: raw({ text: "Hello!" }) }], stop: "end", usage },
  },
  "thoughts, text, parallel calls of which the first is signed, and a part of the future": {
    frames: [
      chunk([{ text: "Look", thought: true }]),
      chunk([{ text: " at both", thought: true }, { text: "Let me look." }]),
      chunk([first, second]),
      chunk([code]),
      chunk([{ text: "" }], { finishReason: "STOP" }),
    ],
    reply: {
      items: [
        { type: "reasoning", text: "Look at both", raw: raw({ text: "Look at both", thought: true }) },
        { type: "text", text: "Let me look.", raw: raw({ text: "Let me look." }) },
        { type: "call", id: "fc1", name: "read", inputText: '{"path":"a.ts"}', raw: raw(first) },
        { type: "call", id: "a1b2_3", name: "read", inputText: '{"path":"b.ts"}', raw: raw(second) },
        { type: "other", raw: raw(code) },
      ],
      stop: "calls",
      usage,
    },
  },
  "signatures on text, with words and without": {
    frames: [
      chunk([{ text: "One" }]),
      chunk([{ text: " two", thoughtSignature: "AAAA" }]),
      chunk([{ text: " three" }]),
      chunk([{ text: "", thoughtSignature: "BBBB" }], { finishReason: "STOP" }),
    ],
    reply: {
      items: [
        { type: "text", text: "One", raw: raw({ text: "One" }) },
        { type: "text", text: " two", raw: raw({ text: " two", thoughtSignature: "AAAA" }) },
        { type: "text", text: " three", raw: raw({ text: " three" }) },
        { type: "other", raw: raw({ text: "", thoughtSignature: "BBBB" }) },
      ],
      stop: "end",
      usage,
    },
  },
  "a reply withheld for safety": {
    frames: [chunk([{ text: "I" }]), { candidates: [{ finishReason: "SAFETY", index: 0 }], usageMetadata: counted }],
    reply: { items: [{ type: "text", text: "I", raw: raw({ text: "I" }) }], stop: "refusal", usage },
  },
  "a prompt that is blocked": {
    frames: [{ promptFeedback: { blockReason: "PROHIBITED_CONTENT" }, usageMetadata: counted }],
    reply: { items: [], stop: "refusal", usage },
  },
  "a reply cut off by the token limit": {
    frames: [chunk([{ text: "On" }], { finishReason: "MAX_TOKENS" })],
    reply: { items: [{ type: "text", text: "On", raw: raw({ text: "On" }) }], stop: "length", usage },
  },
};

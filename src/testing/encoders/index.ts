import type { Encoder, ReplyFacts } from "../encoder.ts";
import type { WireName } from "../endpoint.ts";
import { encodeAnthropic } from "./anthropic.ts";
import { encodeChat } from "./chat.ts";
import { encodeGemini } from "./gemini.ts";
import { encodeResponses } from "./responses.ts";

/** wire → what speaks it, for one reply */
export const encoders: Record<WireName, (facts: ReplyFacts) => Encoder> = {
  anthropic: encodeAnthropic,
  responses: encodeResponses,
  chat: encodeChat,
  gemini: encodeGemini,
};

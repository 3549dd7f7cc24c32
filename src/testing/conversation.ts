/** What a request says, in the words of no wire: for views, invariants and replies that depend on it. */
import type { WireName } from "./endpoint.ts";
import type { JsonObject } from "./json.ts";
import { readAnthropic } from "./readers/anthropic.ts";
import { readChat } from "./readers/chat.ts";
import { readGemini } from "./readers/gemini.ts";
import { readResponses } from "./readers/responses.ts";

export type Block =
  | { type: "text"; text: string; seal?: string }
  | { type: "image"; mediaType: string; /** base64, as it was sent */ data: string }
  | { type: "reasoning"; text: string; seal?: string }
  | { type: "call"; id: string; name: string; /** parsed; the text itself when it is not JSON */ input: unknown; seal?: string }
  /** `ok` is false only where the wire can say so: Anthropic and Gemini. */
  | { type: "result"; callId: string; ok: boolean; text: string }
  | { type: "other"; value: unknown };

/** One message as the wire has it; on Responses, one input item. */
export interface Message {
  /** The wire's own word: `user`, `assistant`, `model`, `tool`, `system`, `developer`. */
  role: string;
  blocks: readonly Block[];
}

export interface OfferedTool {
  name: string;
  schema: unknown;
}

export interface Conversation {
  system: string;
  tools: readonly OfferedTool[];
  messages: readonly Message[];
}

const readers: Record<WireName, (body: JsonObject) => Conversation> = {
  anthropic: readAnthropic,
  responses: readResponses,
  chat: readChat,
  gemini: readGemini,
};

/** Never throws: what is not as the wire has it reads as empty or `other`. */
export function readConversation(wire: WireName, body: JsonObject): Conversation {
  return readers[wire](body);
}

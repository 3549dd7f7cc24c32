import type { Wire } from "../../../../src/contract/wire.ts";
import anthropic from "../../../../src/models/wires/anthropic.ts";
import chat from "../../../../src/models/wires/chat.ts";
import gemini from "../../../../src/models/wires/gemini.ts";
import responses from "../../../../src/models/wires/responses.ts";
import type { Transcript } from "../support/read.ts";
import { transcripts as anthropicTranscripts } from "./anthropic.ts";
import { transcripts as chatTranscripts, variants as chatVariants } from "./chat.ts";
import { transcripts as geminiTranscripts } from "./gemini.ts";
import { transcripts as responsesTranscripts, variants as responsesVariants } from "./responses.ts";

export const wires: readonly Wire[] = [anthropic, responses, chat, gemini];

const byWire: Record<string, Record<string, Transcript>> = {
  anthropic: anthropicTranscripts,
  responses: { ...responsesTranscripts, ...responsesVariants },
  chat: { ...chatTranscripts, ...chatVariants },
  gemini: geminiTranscripts,
};

export const allTranscripts = wires.flatMap((wire) =>
  Object.entries(byWire[wire.name]!).map(([title, transcript]) => ({ wire, title: `${wire.name}: ${title}`, ...transcript })),
);

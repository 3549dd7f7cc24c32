import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { expect } from "vitest";
import type { OutputItem } from "../../../src/contract/model.ts";
import { verifies } from "../../verifies.ts";
import { toSse, type Transcript } from "./support/read.ts";
import { startReplayServer } from "./support/replay-server.ts";
import { transcripts as anthropicTranscripts } from "./transcripts/anthropic.ts";
import { transcripts as chatTranscripts } from "./transcripts/chat.ts";
import { transcripts as geminiTranscripts } from "./transcripts/gemini.ts";
import { transcripts as responsesTranscripts } from "./transcripts/responses.ts";

const question = [{ role: "user" as const, content: "?" }];

function rawValues(items: readonly OutputItem[]): unknown[] {
  return items.map(({ raw }) => raw?.value);
}

/** Cut-off calls are left out of comparisons: clients guess at them. */
function whole(transcripts: Record<string, Transcript>): [string, Transcript][] {
  return Object.entries(transcripts).filter(([, { reply }]) => reply.items.every(({ type, raw }) => type !== "call" || raw !== undefined));
}

for (const [title, { frames, reply }] of whole(anthropicTranscripts)) {
  for (const version of ["2023-06-01", "2026-10-21"]) {
    verifies("wires.oracle", `anthropic ${version}: ${title}`, async () => {
      await using server = await startReplayServer(toSse(frames));
      const client = new Anthropic({ baseURL: server.url, apiKey: "k", defaultHeaders: { "anthropic-version": version } });

      const message = await client.messages.stream({ model: "claude-opus-5-5", max_tokens: 10, messages: question }).finalMessage();

      const { usage } = message;
      expect({
        content: message.content,
        input: usage.input_tokens,
        output: usage.output_tokens,
        cacheRead: usage.cache_read_input_tokens ?? 0,
        cacheWrite: usage.cache_creation_input_tokens ?? 0,
        reasoning: usage.output_tokens_details?.thinking_tokens ?? 0,
      }).toEqual({ content: rawValues(reply.items), ...reply.usage });
    });
  }
}

for (const [title, { frames, reply }] of whole(responsesTranscripts)) {
  verifies("wires.oracle", `responses: ${title}`, async () => {
    await using server = await startReplayServer(toSse(frames));
    const client = new OpenAI({ baseURL: server.url, apiKey: "k" });

    const stream = client.responses.stream({ model: "gpt-6-sol", input: "?" });
    const response = await stream.finalResponse();

    // The client adds what it parsed to what the server sent.
    const output = response.output.map((item) => rawValues(reply.items).find((value) => (value as { id: string }).id === item.id));
    expect(response.output).toMatchObject(output);
    expect({ count: output.length, total: response.usage?.total_tokens }).toEqual({ count: reply.items.length, total: totalOf(reply) });
  });
}

for (const [title, { frames, reply }] of whole(chatTranscripts)) {
  verifies("wires.oracle", `chat: ${title}`, async () => {
    await using server = await startReplayServer(toSse(frames));
    const client = new OpenAI({ baseURL: server.url, apiKey: "k" });

    const stream = client.chat.completions.stream({ model: "gpt-6-luna", messages: question, stream_options: { include_usage: true } });
    const completion = await stream.finalChatCompletion();

    const { message } = completion.choices[0]!;
    const calls = reply.items.flatMap(({ type, raw }) => (type === "call" ? [raw?.value as object] : []));
    const text = reply.items.flatMap((item) => (item.type === "text" ? [item.text] : [])).join("");
    expect(message.tool_calls ?? []).toMatchObject(calls);
    expect({ text: (message.content ?? "") + (message.refusal ?? ""), total: completion.usage?.total_tokens }).toEqual({
      text,
      total: totalOf(reply),
    });
  });
}

for (const [title, { frames, reply }] of Object.entries(geminiTranscripts)) {
  verifies("wires.oracle", `gemini: ${title}`, async () => {
    await using server = await startReplayServer(toSse(frames));
    const client = new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: server.url } });

    const parts: StreamedPart[] = [];
    let total: number | undefined;
    for await (const chunk of await client.models.generateContentStream({ model: "gemini-3.8-flash", contents: "?" })) {
      parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
      total = chunk.usageMetadata?.totalTokenCount;
    }

    expect({ parts: joinTexts(parts), total }).toEqual({ parts: rawValues(reply.items), total: totalOf(reply) });
  });
}

function totalOf({ usage }: Transcript["reply"]): number {
  return usage!.input + usage!.cacheRead + usage!.cacheWrite + usage!.output;
}

interface StreamedPart {
  text?: string;
  thought?: boolean;
  thoughtSignature?: string;
}

/** The client gives the parts as they were streamed: joins unsigned texts of a kind, and drops empty ones. */
function joinTexts(parts: readonly StreamedPart[]): StreamedPart[] {
  const joined: StreamedPart[] = [];
  for (const part of parts) {
    if (part.text === "" && part.thoughtSignature === undefined) continue;
    const last = joined.at(-1);
    const unsigned = last?.thoughtSignature === undefined && part.thoughtSignature === undefined;
    if (last?.text && part.text && last.thought === part.thought && unsigned) last.text += part.text;
    else joined.push({ ...part });
  }
  return joined;
}

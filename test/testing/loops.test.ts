/** Each client holds a conversation of its own vendor's kind; disposing of the server throws if any request broke an invariant. */
import type Anthropic from "@anthropic-ai/sdk";
import type { Content } from "@google/genai";
import { stepCountIs, streamText, tool, type ModelMessage } from "ai";
import type OpenAI from "openai";
import { expect } from "vitest";
import * as z from "zod";
import { modelView, reply, startModelServer, type ModelServer } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { aiModels, anthropicClient, geminiClient, openaiClient } from "./clients.ts";

const script = [
  reply().reasoning("Two files, at once.").text("Reading.").tool("read", { path: "a.ts" }).tool("read", { path: "b.ts" }),
  reply().reasoning("One more.").tool("read", { path: "c.ts" }),
  reply().text("All read."),
  reply().reasoning("Nothing to do.").text("Bye."),
];

const description = "Reads a file.";
const schema = { type: "object" as const, properties: { path: { type: "string" } }, required: ["path"], additionalProperties: false };
const contentOf = (path: string) => `content of ${path}`;

const lastView = [
  '00 system "Be brief."',
  '01 user "read them"',
  '02 reasoning "Two files, at once."',
  '03 assistant "Reading."',
  '04 call read{path:"a.ts"}',
  '05 call read{path:"b.ts"}',
  '06 result ok "content of a.ts"',
  '07 result ok "content of b.ts"',
  '08 reasoning "One more."',
  '09 call read{path:"c.ts"}',
  '10 result ok "content of c.ts"',
  '11 assistant "All read."',
  '12 user "thanks"',
].join("\n");

function view(server: ModelServer): string {
  return modelView(server.seen.at(-1)!);
}

verifies("testing.loops", "@anthropic-ai/sdk", async () => {
  await using server = await startModelServer(...script);
  const messages: Anthropic.MessageParam[] = [];
  const ask = async (prompt: string) => {
    messages.push({ role: "user", content: prompt });
    for (;;) {
      const tools = [{ name: "read", description, input_schema: schema }];
      const { content } = await anthropicClient(server)
        .messages.stream({ model: "claude", max_tokens: 100, system: "Be brief.", tools, messages })
        .finalMessage();
      messages.push({ role: "assistant", content: content as Anthropic.ContentBlockParam[] });
      const calls = content.filter((block) => block.type === "tool_use");
      if (calls.length === 0) return;
      messages.push({
        role: "user",
        content: calls.map(({ id, input }) => ({
          type: "tool_result",
          tool_use_id: id,
          content: contentOf((input as { path: string }).path),
        })),
      });
    }
  };
  await ask("read them");
  await ask("thanks");
  expect(view(server)).toBe(lastView);
});

verifies("testing.loops", "openai, Responses", async () => {
  await using server = await startModelServer(...script);
  const input: OpenAI.Responses.ResponseInput = [];
  const ask = async (prompt: string) => {
    input.push({ role: "user", content: prompt });
    for (;;) {
      const tools = [{ type: "function" as const, name: "read", description, parameters: schema, strict: true }];
      const { output } = await openaiClient(server)
        .responses.stream({ model: "gpt", instructions: "Be brief.", tools, input })
        .finalResponse();
      for (const item of output) input.push(item as OpenAI.Responses.ResponseInputItem);
      const calls = output.filter((item) => item.type === "function_call");
      if (calls.length === 0) return;
      for (const call of calls) {
        const { path } = JSON.parse(call.arguments) as { path: string };
        input.push({ type: "function_call_output", call_id: call.call_id, output: contentOf(path) });
      }
    }
  };
  await ask("read them");
  await ask("thanks");
  expect(view(server)).toBe(lastView);
});

verifies("testing.loops", "openai, Chat Completions", async () => {
  await using server = await startModelServer(...script);
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "system", content: "Be brief." }];
  const ask = async (prompt: string) => {
    messages.push({ role: "user", content: prompt });
    for (;;) {
      const tools = [{ type: "function" as const, function: { name: "read", description, parameters: schema } }];
      const { choices } = await openaiClient(server).chat.completions.create({ model: "gpt", tools, messages });
      const { message } = choices[0]!;
      messages.push(message);
      if (!message.tool_calls) return;
      for (const call of message.tool_calls) {
        if (call.type !== "function") continue;
        const { path } = JSON.parse(call.function.arguments) as { path: string };
        messages.push({ role: "tool", tool_call_id: call.id, content: contentOf(path) });
      }
    }
  };
  await ask("read them");
  await ask("thanks");
  expect(view(server)).toBe(lastView);
});

verifies("testing.loops", "@google/genai", async () => {
  await using server = await startModelServer(...script);
  const contents: Content[] = [];
  const ask = async (prompt: string) => {
    contents.push({ role: "user", parts: [{ text: prompt }] });
    for (;;) {
      const config = {
        systemInstruction: { parts: [{ text: "Be brief." }] },
        tools: [{ functionDeclarations: [{ name: "read", description, parametersJsonSchema: schema }] }],
      };
      const { candidates } = await geminiClient(server).models.generateContent({ model: "gemini", contents, config });
      const { content } = candidates![0]!;
      contents.push(content!);
      const calls = content!.parts!.flatMap(({ functionCall }) => functionCall ?? []);
      if (calls.length === 0) return;
      contents.push({
        role: "user",
        parts: calls.map(({ id, name, args }) => ({
          functionResponse: { ...(id && { id }), ...(name && { name }), response: { output: contentOf(args!.path as string) } },
        })),
      });
    }
  };
  await ask("read them");
  await ask("thanks");
  expect(view(server)).toBe(lastView);
});

for (const [name, modelOf] of Object.entries(aiModels)) {
  verifies("testing.loops", `ai, ${name}`, async () => {
    await using server = await startModelServer(...script);
    const messages: ModelMessage[] = [];
    const ask = async (prompt: string) => {
      messages.push({ role: "user", content: prompt });
      const result = streamText({
        model: modelOf(server),
        system: "Be brief.",
        messages,
        maxRetries: 0,
        stopWhen: stepCountIs(5),
        tools: { read: tool({ description, inputSchema: z.object({ path: z.string() }), execute: ({ path }) => contentOf(path) }) },
        providerOptions: { openai: { store: false, include: ["reasoning.encrypted_content"] } },
      });
      const { messages: answers } = await result.response;
      messages.push(...answers);
      return {
        text: await result.text,
        calls: (await result.steps).flatMap((step) => step.toolCalls.map(({ input }) => input)),
      };
    };
    expect([await ask("read them"), await ask("thanks")]).toEqual([
      { text: "All read.", calls: [{ path: "a.ts" }, { path: "b.ts" }, { path: "c.ts" }] },
      { text: "Bye.", calls: [] },
    ]);
  });
}

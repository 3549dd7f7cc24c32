/** The vendors' own clients behind one face: the referees of what the model server says. */
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI, type GenerateContentResponse } from "@google/genai";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, streamText, tool, type LanguageModel, type LanguageModelUsage } from "ai";
import OpenAI from "openai";
import * as z from "zod";
import type { Usage } from "../../src/contract/model.ts";
import type { ModelServer, WireName } from "../../src/testing/index.ts";

/** A reply as a client has assembled it. */
export interface Assembled {
  reasoning: string;
  text: string;
  calls: { name: string; input: unknown }[];
  stop: string;
  usage: Usage;
}

/** One question to the model, in a conversation of its own. Never retries. */
export interface Client {
  wire: WireName;
  stream(server: ModelServer, prompt?: string): Promise<Assembled>;
  whole(server: ModelServer, prompt?: string): Promise<Assembled>;
}

export function anthropicClient(server: ModelServer): Anthropic {
  return new Anthropic({ baseURL: server.baseUrls.anthropic, apiKey: "key", maxRetries: 0, logLevel: "off" });
}

export function openaiClient(server: ModelServer): OpenAI {
  return new OpenAI({ baseURL: server.baseUrls.responses, apiKey: "key", maxRetries: 0, logLevel: "off" });
}

export function geminiClient(server: ModelServer): GoogleGenAI {
  return new GoogleGenAI({ apiKey: "key", httpOptions: { baseUrl: server.baseUrls.gemini, retryOptions: { attempts: 1 } } });
}

const anthropic: Client = {
  wire: "anthropic",
  async stream(server, prompt = "hello") {
    return fromMessage(await anthropicClient(server).messages.stream(messagesRequest(prompt)).finalMessage());
  },
  async whole(server, prompt = "hello") {
    return fromMessage(await anthropicClient(server).messages.create(messagesRequest(prompt)));
  },
};

function messagesRequest(prompt: string) {
  return { model: "claude", max_tokens: 100, messages: [{ role: "user" as const, content: prompt }] };
}

function fromMessage({ content, stop_reason, usage }: Anthropic.Message): Assembled {
  return {
    reasoning: content.map((block) => (block.type === "thinking" ? block.thinking : "")).join(""),
    text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    calls: content.flatMap((block) => (block.type === "tool_use" ? [{ name: block.name, input: block.input }] : [])),
    stop: stop_reason ?? "",
    usage: {
      input: usage.input_tokens,
      output: usage.output_tokens,
      cacheRead: usage.cache_read_input_tokens ?? 0,
      cacheWrite: usage.cache_creation_input_tokens ?? 0,
      reasoning: usage.output_tokens_details?.thinking_tokens ?? 0,
    },
  };
}

const responses: Client = {
  wire: "responses",
  async stream(server, prompt = "hello") {
    return fromResponse(await openaiClient(server).responses.stream({ model: "gpt", input: prompt }).finalResponse());
  },
  async whole(server, prompt = "hello") {
    return fromResponse(await openaiClient(server).responses.create({ model: "gpt", input: prompt }));
  },
};

function fromResponse({ output, output_text, status, incomplete_details, usage }: OpenAI.Responses.Response): Assembled {
  const { cached_tokens, cache_write_tokens } = usage!.input_tokens_details;
  return {
    reasoning: output
      .flatMap((item) => (item.type === "reasoning" ? item.summary : []))
      .map((part) => part.text)
      .join(""),
    text: output_text,
    calls: output.flatMap((item) =>
      item.type === "function_call" ? [{ name: item.name, input: JSON.parse(item.arguments) as unknown }] : [],
    ),
    stop: incomplete_details?.reason ?? status ?? "",
    usage: {
      input: usage!.input_tokens - cached_tokens - cache_write_tokens,
      output: usage!.output_tokens,
      cacheRead: cached_tokens,
      cacheWrite: cache_write_tokens,
      reasoning: usage!.output_tokens_details.reasoning_tokens,
    },
  };
}

const chat: Client = {
  wire: "chat",
  async stream(server, prompt = "hello") {
    let reasoning = "";
    const stream = openaiClient(server).chat.completions.stream({ ...chatRequest(prompt), stream_options: { include_usage: true } });
    // The client assembles what it knows; `reasoning_content` is an addition of other vendors.
    stream.on("chunk", ({ choices }) => {
      reasoning += (choices[0]?.delta as { reasoning_content?: string } | undefined)?.reasoning_content ?? "";
    });
    return { ...fromCompletion(await stream.finalChatCompletion()), reasoning };
  },
  async whole(server, prompt = "hello") {
    return fromCompletion(await openaiClient(server).chat.completions.create(chatRequest(prompt)));
  },
};

function chatRequest(prompt: string) {
  return { model: "gpt", messages: [{ role: "user" as const, content: prompt }] };
}

function fromCompletion({ choices: [choice], usage }: OpenAI.ChatCompletion): Assembled {
  const { cached_tokens = 0, cache_write_tokens = 0 } = usage?.prompt_tokens_details ?? {};
  const message = choice!.message as OpenAI.ChatCompletionMessage & { reasoning_content?: string };
  return {
    reasoning: message.reasoning_content ?? "",
    text: message.content ?? "",
    calls: (message.tool_calls ?? []).flatMap((call) =>
      call.type === "function" ? [{ name: call.function.name, input: JSON.parse(call.function.arguments) as unknown }] : [],
    ),
    stop: choice!.finish_reason,
    usage: {
      input: usage!.prompt_tokens - cached_tokens - cache_write_tokens,
      output: usage!.completion_tokens,
      cacheRead: cached_tokens,
      cacheWrite: cache_write_tokens,
      reasoning: usage!.completion_tokens_details?.reasoning_tokens ?? 0,
    },
  };
}

const gemini: Client = {
  wire: "gemini",
  async stream(server, prompt = "hello") {
    const stream = await geminiClient(server).models.generateContentStream({ model: "gemini", contents: prompt });
    return fromGemini(await Array.fromAsync(stream));
  },
  async whole(server, prompt = "hello") {
    return fromGemini([await geminiClient(server).models.generateContent({ model: "gemini", contents: prompt })]);
  },
};

/** Gemini counts what was written to a cache as input. */
function fromGemini(frames: readonly GenerateContentResponse[]): Assembled {
  const parts = frames.flatMap((frame) => frame.candidates?.[0]?.content?.parts ?? []);
  const last = frames.at(-1);
  const usage = last?.usageMetadata ?? {};
  const { cachedContentTokenCount = 0, promptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = usage;
  return {
    reasoning: parts.map((part) => (part.thought ? part.text : "")).join(""),
    text: parts.map((part) => (part.thought ? "" : (part.text ?? ""))).join(""),
    calls: parts.flatMap(({ functionCall }) => (functionCall ? [{ name: functionCall.name ?? "", input: functionCall.args }] : [])),
    stop: last?.candidates?.[0]?.finishReason ?? "",
    usage: {
      input: promptTokenCount - cachedContentTokenCount,
      output: candidatesTokenCount + thoughtsTokenCount,
      cacheRead: cachedContentTokenCount,
      cacheWrite: 0,
      reasoning: thoughtsTokenCount,
    },
  };
}

export const clients: readonly Client[] = [anthropic, responses, chat, gemini];

/** The AI SDK's models of each wire. */
export const aiModels: Record<WireName, (server: ModelServer) => LanguageModel> = {
  anthropic: (server) => createAnthropic({ baseURL: `${server.baseUrls.anthropic}/v1`, apiKey: "key" })("claude-sonnet-4-5"),
  responses: (server) => createOpenAI({ baseURL: server.baseUrls.responses, apiKey: "key" }).responses("gpt-5"),
  chat: (server) => createOpenAI({ baseURL: server.baseUrls.chat, apiKey: "key" }).chat("gpt-5"),
  gemini: (server) => createGoogleGenerativeAI({ baseURL: `${server.baseUrls.gemini}/v1beta`, apiKey: "key" })("gemini-3-pro"),
};

/** What the AI SDK hands on of what a wire tells. */
interface Told {
  reasoning: boolean;
  cacheWrite: boolean;
}

const told: Record<WireName, Told> = {
  anthropic: { reasoning: true, cacheWrite: true },
  responses: { reasoning: true, cacheWrite: true },
  chat: { reasoning: false, cacheWrite: true },
  gemini: { reasoning: true, cacheWrite: false },
};

export const aiClients: readonly (Client & { tells: Told })[] = (Object.keys(aiModels) as WireName[]).map((wire) => ({
  wire,
  tells: told[wire],
  async stream(server, prompt = "hello") {
    const { reasoningText, text, toolCalls, finishReason, usage } = streamText({ ...aiRequest, model: aiModels[wire](server), prompt });
    return {
      reasoning: (await reasoningText) ?? "",
      text: await text,
      calls: (await toolCalls).map(({ toolName, input }) => ({ name: toolName, input })),
      stop: await finishReason,
      usage: fromAiUsage(await usage),
    };
  },
  async whole(server, prompt = "hello") {
    const { reasoningText, text, toolCalls, finishReason, usage } = await generateText({
      ...aiRequest,
      model: aiModels[wire](server),
      prompt,
    });
    return {
      reasoning: reasoningText ?? "",
      text,
      calls: toolCalls.map(({ toolName, input }) => ({ name: toolName, input })),
      stop: finishReason,
      usage: fromAiUsage(usage),
    };
  },
}));

const anyTool = tool({ inputSchema: z.looseObject({}) });
const aiRequest = { maxRetries: 0, tools: { read: anyTool, shell: anyTool, list: anyTool } };

function fromAiUsage({ inputTokens, inputTokenDetails, outputTokens, outputTokenDetails }: LanguageModelUsage) {
  const { cacheReadTokens = 0, cacheWriteTokens = 0 } = inputTokenDetails;
  return {
    input: (inputTokens ?? 0) - cacheReadTokens - cacheWriteTokens,
    output: outputTokens ?? 0,
    cacheRead: cacheReadTokens,
    cacheWrite: cacheWriteTokens,
    reasoning: outputTokenDetails.reasoningTokens ?? 0,
  };
}

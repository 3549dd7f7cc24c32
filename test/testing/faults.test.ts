import { AnthropicError, APIConnectionError as AnthropicConnectionError, APIError as AnthropicAPIError } from "@anthropic-ai/sdk";
import { ApiError } from "@google/genai";
import { APIConnectionError, APIError } from "openai";
import { expect } from "vitest";
import { reply, startModelServer, type WireName } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { anthropicClient, clients, geminiClient, openaiClient } from "./clients.ts";
import { post, soundRequests, wires } from "./requests.ts";

/** What the client throws for it. */
async function failure(attempt: Promise<unknown>): Promise<unknown> {
  return await attempt.then(
    (value) => {
      throw new Error(`no failure but ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}

const apiErrors: Record<WireName, new (...facts: never[]) => Error> = {
  anthropic: AnthropicAPIError,
  responses: APIError,
  chat: APIError,
  gemini: ApiError,
};

for (const client of clients) {
  for (const status of [400, 401, 429, 500, 503, 529]) {
    verifies("testing.faults", `${client.wire}, status ${status}`, async () => {
      await using server = await startModelServer(
        reply().status(status, { message: "not now" }),
        reply().status(status, { message: "no" }),
      );
      const error = await failure(client.stream(server));
      expect(error).toBeInstanceOf(apiErrors[client.wire]);
      expect(error).toMatchObject({ status, message: expect.stringContaining("not now") as string });
      expect(await failure(client.whole(server))).toMatchObject({ status });
    });
  }

  verifies("testing.faults", `${client.wire}, a reset before the answer`, async () => {
    await using server = await startModelServer(reply().reset(), reply().reset());
    expect(String(await failure(client.stream(server)))).toMatch(/Connection error|fetch failed/);
    expect(String(await failure(client.whole(server)))).toMatch(/Connection error|fetch failed/);
  });

  verifies("testing.faults", `${client.wire}, a reset in mid-stream`, async () => {
    await using server = await startModelServer(reply().text("I will read the file").reset());
    expect(String(await failure(client.stream(server)))).toMatch(/terminated|Connection error|closed/);
  });

  verifies("testing.faults", `${client.wire}, a frame that is not JSON`, async () => {
    await using server = await startModelServer(reply().text("I will").malformed().text(" read"), reply().text("I will").malformed());
    expect(String(await failure(client.stream(server)))).toMatch(/JSON/);
    expect(String(await failure(client.whole(server)))).toMatch(/JSON/);
  });

  verifies("testing.faults", `${client.wire}, a huge frame`, async () => {
    await using server = await startModelServer(reply().huge(1_000_000), reply().huge(10));
    expect((await client.stream(server)).text).toHaveLength(1_000_000);
    const { text } = await post(server, soundRequests[client.wire]());
    expect(text.split("\n").filter((line) => line.includes('"xxxxxxxxxx"') && line.includes("data:")).length).toBeGreaterThan(0);
  });

  verifies("testing.faults", `${client.wire}, slow frames`, async () => {
    await using server = await startModelServer(reply().slow(1).text("one after the other"));
    expect((await client.stream(server)).text).toBe("one after the other");
  });
}

verifies("testing.faults", "retry-after, in seconds, where each vendor puts it", async () => {
  await using server = await startModelServer(...wires.map(() => reply().status(429, { retryAfter: 7 })));
  const headers: (string | null)[] = [];
  const bodies: string[] = [];
  for (const wire of wires) {
    const { path, headers: sent, body } = soundRequests[wire]();
    const response = await fetch(server.url + path, { method: "POST", headers: sent, body: JSON.stringify(body) });
    headers.push(response.headers.get("retry-after"));
    bodies.push(await response.text());
  }
  expect(headers).toEqual(["7", "7", "7", "7"]);
  expect(bodies[3]).toContain('"retryDelay":"7s"');
});

verifies("testing.faults", "a failure in mid-stream", async () => {
  await using server = await startModelServer(...wires.map(() => reply().text("I will").status(529, { message: "Overloaded" })));
  const anthropic = await failure(clients[0]!.stream(server));
  expect(anthropic).toBeInstanceOf(AnthropicAPIError);
  expect(String(anthropic)).toContain("Overloaded");
  const response = await openaiClient(server).responses.stream({ model: "gpt", input: "hello" }).finalResponse();
  expect(response).toMatchObject({ status: "failed", error: { code: "server_error", message: "Overloaded" } });
  expect(String(await failure(clients[2]!.stream(server)))).toContain("Overloaded");
  const gemini = await failure(clients[3]!.stream(server));
  expect(gemini).toBeInstanceOf(ApiError);
  expect(gemini).toMatchObject({ status: 529, message: expect.stringContaining("Overloaded") as string });
});

verifies("testing.faults", "a request too large for the context window, in the vendors' words", async () => {
  await using server = await startModelServer(...wires.map(() => reply().overflow()));
  expect(await failure(clients[0]!.stream(server))).toMatchObject({
    status: 400,
    message: expect.stringContaining("prompt is too long") as string,
  });
  expect(await failure(clients[1]!.stream(server))).toMatchObject({ status: 400, code: "context_length_exceeded" });
  expect(await failure(clients[2]!.stream(server))).toMatchObject({ status: 400, code: "context_length_exceeded" });
  expect(await failure(clients[3]!.stream(server))).toMatchObject({
    status: 400,
    message: expect.stringContaining("exceeds the maximum number of tokens") as string,
  });
});

verifies("testing.faults", "a stream that ends politely without its terminal event", async () => {
  await using server = await startModelServer(...wires.map(() => reply().text("I will read").truncate()));
  const terminal: Record<WireName, string> = {
    anthropic: "message_stop",
    responses: "response.completed",
    chat: "[DONE]",
    gemini: "finishReason",
  };
  for (const wire of wires) {
    const { status, text } = await post(server, soundRequests[wire]());
    expect([status, text.includes("will"), text.includes(terminal[wire])]).toEqual([200, true, false]);
  }
});

verifies("testing.faults", "anthropic's client rejects the truncated stream", async () => {
  await using server = await startModelServer(reply().text("I will read").truncate());
  const error = await failure(clients[0]!.stream(server));
  expect(error).toBeInstanceOf(AnthropicError);
  expect(String(error)).toContain("stream ended without producing a Message");
});

verifies("testing.faults", "a server that never answers", async () => {
  await using server = await startModelServer(reply().hang(), reply().hang());
  const abort = new AbortController();
  const { signal } = abort;
  const attempts = [
    failure(
      anthropicClient(server).messages.create({ model: "claude", max_tokens: 9, messages: [{ role: "user", content: "hi" }] }, { signal }),
    ),
    failure(openaiClient(server).responses.create({ model: "gpt", input: "hi" }, { signal })),
  ];
  await server.wait(2);
  abort.abort();
  expect((await Promise.all(attempts)).map(String)).toEqual([expect.stringMatching(/aborted/), expect.stringMatching(/aborted/)]);
});

verifies("testing.faults", "a stream that stops in the middle and stays open", async () => {
  await using server = await startModelServer(reply().text("I will read the file").hang());
  const stream = anthropicClient(server).messages.stream({ model: "claude", max_tokens: 9, messages: [{ role: "user", content: "hi" }] });
  let text = "";
  const said = new Promise<void>((resolve) => {
    stream.on("text", (delta) => {
      text += delta;
      if (text === "I will read the file") resolve();
    });
  });
  const ended = failure(stream.finalMessage());
  await said;
  stream.abort();
  expect(String(await ended)).toContain("aborted");
});

verifies("testing.faults", "disposing of the server ends what hangs", async () => {
  const server = await startModelServer(reply().hang(), reply().text("I").hang(), reply().gate("never"));
  const attempts = clients.slice(0, 3).map((client) => failure(client.stream(server)));
  await server.wait(3);
  await server[Symbol.asyncDispose]();
  const errors = await Promise.all(attempts);
  expect(errors[0]).toBeInstanceOf(AnthropicConnectionError);
  expect(errors).toHaveLength(3);
  expect(errors[2]).toBeInstanceOf(APIConnectionError);
});

verifies("testing.faults", "events in the wrong order", async () => {
  const scripted = reply().disorder().tool("read", { path: "a.ts" });
  await using server = await startModelServer(scripted, scripted, scripted, reply().disorder().text("in two"));
  const order = async (wire: WireName, expression: RegExp) => {
    const { text } = await post(server, soundRequests[wire]());
    return [...text.matchAll(expression)].map(([found]) => found);
  };
  expect(await order("anthropic", /content_block_st\w+(?=",)|input_json_delta/g)).toEqual([
    "content_block_stop",
    "input_json_delta",
    "input_json_delta",
    "input_json_delta",
    "content_block_start",
  ]);
  expect((await order("responses", /(?<=event: response\.)[\w.]+/g)).slice(2, -1)).toEqual([
    "output_item.done",
    "function_call_arguments.done",
    "function_call_arguments.delta",
    "function_call_arguments.delta",
    "output_item.added",
  ]);
  expect(await order("chat", /"arguments":"(?:[^"\\]|\\.)*"/g)).toEqual([
    `"arguments":"\\"a.ts\\"}"`,
    `"arguments":"{\\"path\\":"`,
    `"arguments":""`,
  ]);
  expect(await order("gemini", /"text":"[^"]+"/g)).toEqual(['"text":"two"', '"text":"in "']);
});

verifies("testing.faults", "arguments that are not JSON", async () => {
  const scripted = reply().rawArguments("edit", '{"path": "a.ts", "text": "');
  await using server = await startModelServer(scripted, scripted, scripted, scripted.stop("length"));
  const { output } = await openaiClient(server).responses.stream({ model: "gpt", input: "hi" }).finalResponse();
  const { choices } = await openaiClient(server).chat.completions.create({ model: "gpt", messages: [{ role: "user", content: "hi" }] });
  const gemini = await geminiClient(server).models.generateContent({ model: "gemini", contents: "hi" });
  const anthropic = await post(server, soundRequests.anthropic());
  expect(output[0]).toMatchObject({ name: "edit", arguments: '{"path": "a.ts", "text": "' });
  expect(choices[0]!.message.tool_calls![0]).toMatchObject({ function: { arguments: '{"path": "a.ts", "text": "' } });
  expect(gemini.candidates![0]!.finishReason).toBe("MALFORMED_FUNCTION_CALL");
  const fragments = [...anthropic.text.matchAll(/"partial_json":("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text!) as string);
  expect(fragments.join("")).toBe('{"path": "a.ts", "text": "');
  expect(anthropic.text).toContain('"stop_reason":"max_tokens"');
});

verifies("testing.faults", "an item and an event of a later version", async () => {
  const scripted = reply().unknown().text("still here");
  await using server = await startModelServer(scripted, scripted, scripted, scripted, scripted);
  // Whoever walks through the events of these clients sees the new ones and everything else.
  const { content } = await anthropicClient(server)
    .messages.stream({ model: "claude", max_tokens: 9, messages: [{ role: "user", content: "hi" }] })
    .finalMessage();
  expect(content.map((block) => block.type as string)).toEqual(["future_block", "text"]);
  const events = await Array.fromAsync(await openaiClient(server).responses.create({ model: "gpt", input: "hi", stream: true }));
  expect(events.map((event) => event.type as string)).toContain("response.future_item.delta");
  expect(events.at(-1)).toMatchObject({ response: { output: [{ type: "future_item" }, { type: "message" }] } });
  expect((await clients[2]!.stream(server)).text).toBe("still here");
  expect((await clients[3]!.stream(server)).text).toBe("still here");
  expect((await post(server, soundRequests.anthropic())).text).toMatch(/event: future_event\n/);
});

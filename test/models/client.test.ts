import { once } from "node:events";
import { expect } from "vitest";
import { ModelFault } from "../../src/contract/model-fault.ts";
import type { ModelRequest } from "../../src/contract/model.ts";
import { createClient, type Client, type ClientOptions, type Retry } from "../../src/models/client.ts";
import { openCredentials } from "../../src/models/credentials.ts";
import anthropic from "../../src/models/providers/anthropic.ts";
import { resolveModel } from "../../src/models/resolve.ts";
import { reply, startModelServer } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { startHttpServer } from "./http-server.ts";

const tools = [{ name: "read", description: "Read a file.", schema: { type: "object", properties: { path: { type: "string" } } } }];

function request(model: string): ModelRequest {
  return { model, system: "Be brief.", tools, entries: [{ type: "user", parts: [{ type: "text", text: "hello" }] }], maxOutputTokens: 500 };
}

interface World extends Partial<ClientOptions> {
  name?: string;
}

const env = {
  ...Object.fromEntries(["ANTHROPIC", "COMPATIBLE", "GEMINI", "OPENAI"].map((vendor) => [`${vendor}_API_KEY`, "K"])),
  AWS_ACCESS_KEY_ID: "A",
  AWS_SECRET_ACCESS_KEY: "S",
  AWS_REGION: "eu-west-1",
};

/** A client of the server at `url`, whose sleep takes no time, and what it would have slept. */
async function clientOf(
  url: string,
  { name = "anthropic/m", ...options }: World = {},
): Promise<Client & { ask: ModelRequest; slept: number[] }> {
  const versioned = { base_url: `${url}/v1` };
  const plain = { base_url: url };
  const resolved = await resolveModel(name, {
    env,
    settings: {
      providers: { anthropic: plain, bedrock: plain, gemini: plain, compatible: versioned, ollama: versioned, openai: versioned },
      models: {},
    },
    keys: openCredentials({ env, home: "/nonexistent" }),
  });
  const slept: number[] = [];
  const sleep = async (ms: number) => void slept.push(ms);
  return { ...createClient({ ...resolved, sleep, random: () => 0.5, ...options }), ask: request(resolved.model), slept };
}

const failureOf = (sent: Promise<unknown>): Promise<unknown> =>
  sent.then(
    () => "no failure",
    (error: unknown) => error,
  );

for (const name of ["anthropic/m", "openai/m", "compatible/m", "gemini/m", "bedrock/m"])
  verifies("models.reply", name, async () => {
    await using server = await startModelServer(
      reply().text("Let me see.").tool("read", { path: "a.ts" }).usage({ input: 70, cacheRead: 30, output: 9 }),
    );
    const client = await clientOf(server.url, { name });
    const deltas: string[] = [];
    const answer = await client.send(client.ask, { onDelta: ({ kind, text }) => deltas.push(`${kind}:${text}`) });
    client.close();
    expect(answer).toMatchObject({
      items: [
        { type: "text", text: "Let me see." },
        { type: "call", name: "read", inputText: expect.stringMatching(/"path": ?"a.ts"/) },
      ],
      stop: "calls",
      usage: { input: 70, cacheRead: 30, output: 9 },
      ms: { first: expect.any(Number), total: expect.any(Number) },
      attempts: 1,
    });
    expect(
      deltas
        .filter((delta) => delta.startsWith("text:"))
        .map((delta) => delta.slice(5))
        .join(""),
    ).toBe("Let me see.");
    expect(server.seen[0]!.raw.length).toBe(client.measure(client.ask));
  });

verifies("models.retry", "a limit of requests: after the time the server asks for", async () => {
  await using server = await startModelServer(reply().status(429, { retryAfter: 7 }), reply().status(529), reply().text("Done."));
  const client = await clientOf(server.url);
  const retries: Retry[] = [];
  const answer = await client.send(client.ask, { onRetry: (retry) => retries.push(retry) });
  client.close();
  expect(answer).toMatchObject({ items: [{ text: "Done." }], attempts: 3 });
  expect(client.slept).toEqual([7500, 2000]);
  expect(retries).toMatchObject([
    { attempt: 1, delayMs: 7500, error: { code: "model.overloaded" } },
    { attempt: 2, delayMs: 2000, error: { code: "model.overloaded" } },
  ]);
});

verifies(
  "models.retry",
  "a connection that is lost in the middle: deltas of the failed attempt come before its retry is reported",
  async () => {
    await using server = await startModelServer(reply().text("Half of").reset(), reply().text("All of it."));
    const client = await clientOf(server.url);
    const seen: string[] = [];
    const answer = await client.send(client.ask, {
      onDelta: ({ text }) => seen.push(text),
      onRetry: ({ error }) => seen.push(`<${error.code}>`),
    });
    client.close();
    expect(seen.join("")).toBe("Half of<model.truncated>All of it.");
    expect(answer).toMatchObject({ items: [{ text: "All of it." }], attempts: 2 });
  },
);

verifies("models.truncated", async () => {
  await using server = await startModelServer(...Array.from({ length: 4 }, () => reply().text("Nearly").truncate()));
  const client = await clientOf(server.url);
  expect(await failureOf(client.send(client.ask))).toMatchObject({ code: "model.truncated", at: server.url });
  client.close();
  expect(client.slept).toEqual([500, 2000, 8000]);
});

verifies("models.retry-bounded", "what cannot pass", async () => {
  await using server = await startModelServer(reply().status(400, { message: "no such field" }), reply().overflow());
  const client = await clientOf(server.url);
  const failures = [await failureOf(client.send(client.ask)), await failureOf(client.send(client.ask))];
  client.close();
  expect(failures).toMatchObject([
    { code: "model.refused", message: expect.stringContaining("no such field") },
    { code: "model.overflow" },
  ]);
  expect(client.slept).toEqual([]);
});

verifies("models.unauthorized", async () => {
  await using server = await startModelServer(reply().status(401));
  const client = await clientOf(server.url);
  expect(await failureOf(client.send(client.ask))).toMatchObject({
    code: "model.unauthorized",
    hint: "The key came from ANTHROPIC_API_KEY. Set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN, or run `fettle login anthropic`.",
  });
  client.close();
});

verifies("models.retry-bounded", "a server that asks for more patience than there is", async () => {
  await using server = await startModelServer(reply().status(429, { retryAfter: 3600 }));
  const client = await clientOf(server.url);
  expect(await failureOf(client.send(client.ask))).toMatchObject({
    code: "model.overloaded",
    hint: "The server asks to come back in 3600 s.",
  });
  client.close();
});

verifies("models.bounded", "an answer that breaks its protocol is not read on", async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(200, stream).write("data: this is no JSON\n\n");
  });
  const client = await clientOf(server.url, { retry: { attempts: 1 } });
  const closed = server.connections(1).then(() => once(server.sockets[0]!, "close"));
  expect(await failureOf(client.send(client.ask))).toMatchObject({ code: "model.malformed" });
  await closed;
});

verifies("models.unreachable", "at once where nothing ever answered", async () => {
  const [far, local] = [await clientOf("http://127.0.0.1:1"), await clientOf("http://127.0.0.1:1", { name: "ollama/m" })];
  expect([await failureOf(far.send(far.ask)), await failureOf(local.send(local.ask))]).toMatchObject([
    { code: "model.unreachable", message: "127.0.0.1:1 cannot be reached (ECONNREFUSED)", at: "http://127.0.0.1:1/v1/messages" },
    { code: "model.unreachable", hint: "Start the server with `ollama serve`." },
  ]);
  expect([far.slept, local.slept]).toEqual([[], []]);
});

verifies("models.unreachable", "again where the server has answered before", async () => {
  const server = await startModelServer(reply().text("Hello."));
  const client = await clientOf(server.url);
  await client.send(client.ask);
  client.close();
  await server[Symbol.asyncDispose]();
  expect(await failureOf(client.send(client.ask))).toMatchObject({ code: "model.unreachable" });
  expect(client.slept).toHaveLength(3);
});

/** The frames of Anthropic's protocol for a reply of this text, one by one. */
function framesOf(text: string): string[] {
  const message = { id: "m", type: "message", role: "assistant", model: "m", content: [], stop_reason: null, stop_sequence: null };
  return [
    { type: "message_start", message: { ...message, usage: { input_tokens: 1, output_tokens: 1 } } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text } },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 2 } },
    { type: "message_stop" },
  ].map((frame) => `event: ${frame.type}\ndata: ${JSON.stringify(frame)}\n\n`);
}

const stream = { "content-type": "text/event-stream" };

verifies("models.cancel", "in the middle of the stream", async () => {
  await using server = await startHttpServer((_request, response) =>
    response.writeHead(200, stream).write(framesOf("Hel").slice(0, 3).join("")),
  );
  const client = await clientOf(server.url);
  const cancel = new AbortController();
  const sent = client.send(client.ask, { signal: cancel.signal, onDelta: () => cancel.abort("enough") });
  await server.connections(1);
  const closed = once(server.sockets[0]!, "close");
  expect(await failureOf(sent)).toBe("enough");
  await closed;
  expect(client.slept).toEqual([]);
});

verifies("models.cancel", "while the client sleeps between tries", async () => {
  await using server = await startModelServer(reply().status(529, { retryAfter: 250 }));
  const client = createClient({ provider: anthropic, baseUrl: server.url, access: { key: "K", env, now: () => new Date() } });
  const cancel = new AbortController();
  const sent = client.send(request("m"), { signal: cancel.signal, onRetry: () => setImmediate(() => cancel.abort("enough")) });
  expect(await failureOf(sent)).toBe("enough");
  client.close();
});

verifies(
  "models.keep-alive",
  "a reply is there with its terminal event; the connection is free again when the response has ended",
  async () => {
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(200, stream).write(framesOf("ok").join(""));
      setImmediate(() => response.end());
    });
    const client = await clientOf(server.url);
    for (let step = 0; step < 10; step++) await client.send(client.ask);
    client.close();
    // The next request may be sent before the response has ended, and takes the other connection then.
    expect(server.sockets.length).toBeLessThanOrEqual(2);
  },
);

verifies("models.silent", "a stream that stops, and one that is only slow", async () => {
  await using server = await startModelServer(reply().text("Once upon").hang(), reply().slow(150).text("slowly, one word after the other"));
  const client = await clientOf(server.url, { deadlines: { silenceMs: 1000 }, retry: { attempts: 2 } });
  const retries: Retry[] = [];
  const answer = await client.send(client.ask, { onRetry: (retry) => retries.push(retry) });
  client.close();
  expect(retries).toMatchObject([{ error: { code: "model.silent", message: "The answer stopped for 1 s" } }]);
  expect(answer).toMatchObject({ items: [{ text: "slowly, one word after the other" }], attempts: 2 });
});

verifies("models.redirect", async () => {
  await using elsewhere = await startHttpServer((_request, response) => response.end());
  await using server = await startHttpServer((_request, response) => response.writeHead(307, { location: elsewhere.url }).end());
  const client = await clientOf(server.url);
  expect(await failureOf(client.send(client.ask))).toMatchObject({
    code: "model.refused",
    message: `The server redirects to ${elsewhere.url}`,
  });
  client.close();
  expect(elsewhere.sockets).toHaveLength(0);
});

verifies("models.bounded", "a frame of 8 MB is none too large", async () => {
  await using server = await startModelServer(reply().huge(8_000_000));
  const client = await clientOf(server.url);
  const { items } = await client.send(client.ask);
  client.close();
  expect(items[0]).toMatchObject({ type: "text", text: "x".repeat(8_000_000) });
});

verifies("models.bounded", "headers without end", async () => {
  await using server = await startHttpServer(({ socket }) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    pour(socket, `x-more: ${"y".repeat(1000)}\r\n`);
  });
  const client = await clientOf(server.url);
  expect(await failureOf(client.send(client.ask))).toMatchObject({
    code: "model.malformed",
    message: expect.stringContaining("HPE_HEADER_OVERFLOW"),
  });
});

verifies("models.bounded", "an error page without end", async () => {
  await using server = await startHttpServer((_request, response) => pour(response.writeHead(500), "<p>sorry</p>".repeat(1000)));
  const client = await clientOf(server.url, { retry: { attempts: 1 } });
  const closed = server
    .connections(1)
    .then(() => new Promise((resolve) => server.sockets[0]!.on("error", () => {}).once("close", resolve)));
  expect(await failureOf(client.send(client.ask))).toMatchObject({ code: "model.unavailable", message: expect.stringContaining("sorry") });
  await closed;
});

/** Writes the text again and again until the reader has gone. */
function pour(stream: NodeJS.WritableStream, text: string): void {
  const more = () => {
    while ((stream as unknown as { writable: boolean }).writable && stream.write(text));
  };
  stream.on("error", () => {}).on("drain", more);
  more();
}

verifies("models.not-a-stream", async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<title>Sign in to the hotel</title>");
  });
  const client = await clientOf(server.url);
  expect(await failureOf(client.send(client.ask))).toMatchObject({
    code: "model.malformed",
    message: "The server answered with text/html instead of a stream: <title>Sign in to the hotel</title>",
  });
  client.close();
  expect(client.slept).toEqual([]);
});

verifies("models.truncated", "every fault is a ModelFault that says whether to try again", async () => {
  await using server = await startModelServer(reply().malformed());
  const client = await clientOf(server.url, { retry: { attempts: 1 } });
  const failure = await failureOf(client.send(client.ask));
  client.close();
  expect(failure).toBeInstanceOf(ModelFault);
  expect((failure as ModelFault).failure).toMatchObject({ code: "model.malformed" });
});

import { crc32 } from "node:zlib";
import { AzureOpenAI } from "openai";
import { expect } from "vitest";
import { reply, startModelServer } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { objections, post, soundRequests } from "./requests.ts";

verifies("testing.clouds", "Azure", async () => {
  await using server = await startModelServer(reply().text("one"), reply().text("two"), reply().text("three"));
  const azure = new AzureOpenAI({ endpoint: server.url, apiKey: "key", apiVersion: "2026-01-01", maxRetries: 0 });
  const messages = [{ role: "user" as const, content: "hi" }];
  const chat = await azure.chat.completions.stream({ model: "deployed", messages, stream_options: { include_usage: true } }).finalContent();
  const whole = await azure.responses.create({ model: "deployed", input: "hi" });
  const streamed = await azure.responses.stream({ model: "deployed", input: "hi" }).finalResponse();
  expect([chat, whole.output_text, streamed.output_text]).toEqual(["one", "two", "three"]);
  expect(server.seen.map(({ wire, path }) => `${wire} ${path}`)).toEqual([
    "chat /openai/deployments/deployed/chat/completions?api-version=2026-01-01",
    "responses /openai/responses?api-version=2026-01-01",
    "responses /openai/responses?api-version=2026-01-01",
  ]);
});

const hosted = { anthropic_version: "vertex-2023-10-16", max_tokens: 9, messages: [{ role: "user", content: "hi" }] };
const headers = { "content-type": "application/json", authorization: "Bearer token" };

verifies("testing.clouds", "Vertex", async () => {
  await using server = await startModelServer(reply().text("one"), reply().text("two"), reply().text("three"));
  const models = "/v1/projects/p/locations/europe-west1/publishers";
  const answers = [
    await post(server, { path: `${models}/anthropic/models/claude@20260101:streamRawPredict`, headers, body: hosted }),
    await post(server, { path: `${models}/anthropic/models/claude@20260101:rawPredict`, headers, body: hosted }),
    await post(server, {
      path: `${models}/google/models/gemini-3-pro:streamGenerateContent?alt=sse`,
      headers,
      body: { contents: [{ role: "user", parts: [{ text: "hi" }] }] },
    }),
  ];
  expect(answers.map(({ text }) => text.slice(0, 20))).toEqual(
    ["event: message_start", '{"id":"msg_', 'data: {"candidates":'].map((start) => expect.stringContaining(start.slice(0, 11)) as string),
  );
  expect(server.seen.map(({ wire, model, streaming }) => ({ wire, model, streaming }))).toEqual([
    { wire: "anthropic", model: "claude@20260101", streaming: true },
    { wire: "anthropic", model: "claude@20260101", streaming: false },
    { wire: "gemini", model: "gemini-3-pro", streaming: true },
  ]);
});

verifies("testing.clouds", "Bedrock, in binary frames", async () => {
  await using server = await startModelServer(reply().text("Grüße").usage({ input: 3 }), reply().text("whole"));
  const path = `/model/${encodeURIComponent("eu.anthropic.claude-v1:0")}`;
  const response = await fetch(`${server.url}${path}/invoke-with-response-stream`, {
    method: "POST",
    headers,
    body: JSON.stringify(hosted),
  });
  const frames = awsFrames(Buffer.from(await response.arrayBuffer()));
  const whole = await post(server, { path: `${path}/invoke`, headers, body: hosted });
  expect(response.headers.get("content-type")).toBe("application/vnd.amazon.eventstream");
  expect(frames.map(({ type }) => type)).toEqual([
    "message_start",
    "ping",
    "content_block_start",
    "content_block_delta",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  expect(JSON.parse(whole.text)).toMatchObject({ content: [{ type: "text", text: "whole" }] });
  expect(server.seen[0]!.model).toBe("eu.anthropic.claude-v1:0");
});

verifies("testing.clouds", "the version is asked for in the body", async () => {
  const server = await startModelServer(reply().text("one"));
  const { anthropic_version: _, ...body } = hosted;
  await post(server, { path: "/model/claude/invoke", headers: { ...headers, ...soundRequests.anthropic().headers }, body });
  expect(await objections(server)).toEqual(["version: anthropic_version in the body is missing"]);
});

/** Reads messages of `application/vnd.amazon.eventstream` and checks both checksums of each. */
function awsFrames(bytes: Buffer): { type: string }[] {
  const frames: { type: string }[] = [];
  for (let at = 0; at < bytes.length;) {
    const total = bytes.readUInt32BE(at);
    const message = bytes.subarray(at, at + total);
    expect(message.readUInt32BE(8)).toBe(crc32(message.subarray(0, 8)));
    expect(message.readUInt32BE(total - 4)).toBe(crc32(message.subarray(0, total - 4)));
    const payload = message.subarray(12 + message.readUInt32BE(4), total - 4).toString();
    const { bytes: data } = JSON.parse(payload) as { bytes: string };
    frames.push(JSON.parse(Buffer.from(data, "base64").toString()) as { type: string });
    at += total;
  }
  return frames;
}

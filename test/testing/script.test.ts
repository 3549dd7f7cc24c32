import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { once } from "node:events";
import { expect } from "vitest";
import { modelView, reply, startModelServer, type ModelServer } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { clients, openaiClient } from "./clients.ts";
import { listKeys, objections, post, soundRequests, wires } from "./requests.ts";

/** What disposing of the server throws, or undefined. */
async function disposal(server: ModelServer): Promise<unknown> {
  return await server[Symbol.asyncDispose]().then(
    () => undefined,
    (error: unknown) => error,
  );
}

for (const client of clients) {
  verifies("testing.unscripted", client.wire, async () => {
    const server = await startModelServer(reply().text("Done."));
    await client.stream(server, "first");
    const refused = await client.stream(server, "second").catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining("nothing is scripted for request 1") as string });
    expect(await objections(server)).toEqual(['nothing is scripted for request 1:\n00 user "second"']);
  });
}

verifies("testing.unscripted", "a client that retries asks once", async () => {
  const server = await startModelServer();
  const patient = openaiClient(server).withOptions({ maxRetries: 5 });
  await patient.responses.create({ model: "gpt", input: "hi" }).catch(() => {});
  expect(server.seen).toHaveLength(1);
  expect(await disposal(server)).toBeInstanceOf(AggregateError);
});

verifies("testing.unscripted", "a path of no wire", async () => {
  const server = await startModelServer();
  const get = await fetch(`${server.url}/v1/models`);
  const other = await post(server, { path: "/v1/embeddings", headers: {}, body: {} });
  expect([get.status, other.status]).toEqual([404, 404]);
  expect(await objections(server)).toEqual(["no wire has GET /v1/models", "no wire has POST /v1/embeddings"]);
});

verifies("testing.unused", async () => {
  const server = await startModelServer(reply().text("Hi."), reply().text("Done."), reply().text("Really."));
  server.scriptsFor({ "task B": [reply().text("B")] });
  await clients[0]!.stream(server, "fix the test");
  const error = await disposal(server);
  expect(error).toBeInstanceOf(AggregateError);
  expect((error as AggregateError).message).toBe(
    [
      "the model server met",
      "- 2 scripted replies were never asked for",
      "- 1 scripted reply was never asked for (task B)",
      "the last request (of 1) was:",
      '00 user "fix the test"',
    ].join("\n"),
  );
  expect(await disposal(server)).toBeUndefined();
});

verifies("testing.unused", "a script that was played to its end throws nothing", async () => {
  const server = await startModelServer(reply().text("Hi."));
  await clients[0]!.stream(server);
  expect(await disposal(server)).toBeUndefined();
});

verifies("testing.seen", async () => {
  await using server = await startModelServer(reply().text("Hi."));
  server.add(reply().text("Again."));
  const waiting = server.wait(2);
  await clients[1]!.stream(server, "één");
  await clients[3]!.whole(server, "två");
  await waiting;
  expect(
    server.seen.map(({ wire, path, model, streaming, headers }) => ({ wire, path, model, streaming, type: headers["content-type"] })),
  ).toEqual([
    { wire: "responses", path: "/v1/responses", model: "gpt", streaming: true, type: "application/json" },
    { wire: "gemini", path: "/v1beta/models/gemini:generateContent", model: "gemini", streaming: false, type: "application/json" },
  ]);
  expect(server.seen[0]!.body).toEqual({ model: "gpt", input: "één", stream: true });
  expect(JSON.parse(server.seen[0]!.raw.toString())).toEqual(server.seen[0]!.body);
});

verifies("testing.seen", "clients that go in mid-stream leave the server as it was", async () => {
  await using server = await startModelServer({ split: 7, endless: () => reply().slow(1).text("a long story ".repeat(50)).gate("never") });
  const goEarly = async () => {
    const going = new AbortController();
    const { path, headers, body } = soundRequests.anthropic();
    const response = await fetch(server.url + path, { method: "POST", headers, body: JSON.stringify(body), signal: going.signal });
    await response.body!.getReader().read();
    going.abort();
  };
  await Promise.all(Array.from({ length: 20 }, goEarly));
  server.open("never");
  expect((await clients[1]!.stream(server)).text).toHaveLength(650);
});

verifies("testing.gates", async () => {
  await using server = await startModelServer(reply().text("before ").gate("now").text("after"));
  const stream = openaiClient(server).responses.stream({ model: "gpt", input: "hi" });
  let text = "";
  for await (const event of stream) {
    if (event.type !== "response.output_text.delta") continue;
    text += event.delta;
    if (text === "before ") server.open("now");
  }
  expect(text).toBe("before after");
});

verifies("testing.gates", "a gate opened early does not hold", async () => {
  await using server = await startModelServer(reply().gate("now").status(500), reply().gate("now").text("Hi."));
  server.open("now");
  await clients[1]!.whole(server).catch(() => {});
  expect((await clients[1]!.whole(server)).text).toBe("Hi.");
});

verifies("testing.dynamic", async () => {
  const echo = reply().when(({ conversation }) => {
    const result = conversation.messages.at(-1)!.blocks.find((block) => block.type === "result");
    return reply().text(`it says ${result?.type === "result" ? result.text : "nothing"}`);
  });
  await using server = await startModelServer(echo, echo, echo, echo);
  for (const wire of wires) expect((await post(server, soundRequests[wire]())).text.replaceAll(/\W/g, "")).toContain("empty");
});

verifies("testing.dynamic", "a script that throws fails the test", async () => {
  const server = await startModelServer(
    reply().when(() => {
      throw new Error("no such result");
    }),
  );
  expect((await post(server, soundRequests.chat())).status).toBe(400);
  expect(await objections(server)).toEqual(["no answer to /v1/chat/completions: Error: no such result"]);
});

verifies("testing.endless", async () => {
  const endless = (_: unknown, number: number) => reply().text(`reply ${number}`);
  await using server = await startModelServer({ endless }, reply().text("scripted"));
  const texts: string[] = [];
  for (const client of [...clients, ...clients]) texts.push((await client.stream(server)).text);
  expect(texts).toEqual(["scripted", ...[1, 2, 3, 4, 5, 6, 7].map((number) => `reply ${number}`)]);
});

verifies("testing.markers", async () => {
  await using server = await startModelServer(reply().text("unmarked"));
  const markers = Array.from({ length: 12 }, (_, index) => `task-${index}`);
  server.scriptsFor(
    Object.fromEntries(markers.map((marker) => [marker, [reply().tool("read", { path: marker }), reply().text(`done with ${marker}`)]])),
  );
  const answers = await Promise.all(
    markers.map(async (marker, index) => {
      const client = clients[index % clients.length]!;
      return [(await client.stream(server, `do ${marker}`)).calls[0]!.input, (await client.stream(server, `do ${marker}`)).text];
    }),
  );
  expect(answers).toEqual(markers.map((marker) => [{ path: marker }, `done with ${marker}`]));
  expect((await clients[0]!.stream(server, "something else")).text).toBe("unmarked");
});

verifies("testing.fragments", async () => {
  const words = `${"👩🏽‍💻".repeat(30)} and more`;
  const scripted = reply().text(words).tool("list").tool("read", { path: words }).reasoning(words);
  await using server = await startModelServer(scripted, scripted, scripted);
  const fragments = async (request: "anthropic" | "responses" | "chat", key: string) => {
    const { text } = await post(server, soundRequests[request]());
    return [...text.matchAll(new RegExp(`"${key}":("(?:[^"\\\\]|\\\\.)*")`, "g"))].map(([, found]) => JSON.parse(found!) as string);
  };
  const inputs = await fragments("anthropic", "partial_json");
  const texts = (await fragments("responses", "delta")).slice(0, -1);
  const contents = await fragments("chat", "content");
  expect(inputs.join("")).toBe(`{}${JSON.stringify({ path: words })}`);
  expect(inputs.slice(0, 3)).toEqual(["", "{", "}"]);
  expect(contents.join("")).toBe(words);
  expect(texts.length).toBeGreaterThan(10);
  expect([...inputs, ...texts, ...contents].filter((fragment) => !fragment.isWellFormed())).toEqual([]);
});

verifies("testing.dynamic", "one beginning can serve several replies", async () => {
  const begin = reply().text("I will");
  const end = begin.reset();
  await using server = await startModelServer(begin, end, begin);
  const texts = [
    await clients[0]!.stream(server),
    await clients[0]!.stream(server).catch(() => undefined),
    await clients[0]!.stream(server),
  ];
  expect(texts.map((answer) => answer?.text)).toEqual(["I will", undefined, "I will"]);
});

verifies("testing.seen", "waiting ends with the server", async () => {
  const server = await startModelServer();
  const waiting = server.wait(1);
  await server[Symbol.asyncDispose]();
  await expect(waiting).rejects.toThrow("aborted");
});

verifies("testing.loopback", async () => {
  await using server = await startModelServer();
  const { hostname, port } = new URL(server.url);
  expect(hostname).toBe("127.0.0.1");
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of outside) {
    const socket = connect(Number(port), address);
    await expect(once(socket, "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  }
});

verifies("testing.view", async () => {
  await using server = await startModelServer(...wires.map(() => reply().text("Done.")));
  for (const wire of wires) await post(server, soundRequests[wire]());
  for (const seen of server.seen) {
    expect(modelView(seen)).toBe(
      ['00 system "Be brief."', '01 user "read it"', '02 call read{path:"a.ts"}', '03 result ok "empty"'].join("\n"),
    );
  }
});

verifies("testing.view", "images, failures, long texts and what it does not know", async () => {
  await using server = await startModelServer(reply().text("Done."));
  const request = soundRequests.anthropic();
  const list = request.body[listKeys.anthropic] as object[];
  list.splice(
    -1,
    1,
    { role: "user", content: [{ type: "tool_result", tool_use_id: "1", is_error: true, content: "no such file" }] },
    { role: "user", content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } }, { type: "document" }] },
    { role: "user", content: "x".repeat(1000) },
  );
  await post(server, request);
  expect(modelView(server.seen[0]!).split("\n").slice(3)).toEqual([
    '03 result failed "no such file"',
    "04 user image/png 4 characters",
    '05 other {type:"document"}',
    `06 user "${"x".repeat(119)}… (1002 characters)`,
  ]);
});

import { connect } from "node:net";
import { once } from "node:events";
import { expect } from "vitest";
import { reply, startModelServer, type InvariantName, type WireName } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { listKeys, objections, post, soundRequests, wires, type RawRequest } from "./requests.ts";

/** The conversation of a request, to be changed in place. */
function listOf(wire: WireName, { body }: RawRequest): unknown[] {
  return body[listKeys[wire]] as unknown[];
}

const user: Record<WireName, (text: string) => object> = {
  anthropic: (text) => ({ role: "user", content: [{ type: "text", text }] }),
  responses: (text) => ({ role: "user", content: [{ type: "input_text", text }] }),
  chat: (text) => ({ role: "user", content: text }),
  gemini: (text) => ({ role: "user", parts: [{ text }] }),
};

const assistant: Record<WireName, (text: string) => object> = {
  anthropic: (text) => ({ role: "assistant", content: [{ type: "text", text }] }),
  responses: (text) => ({ role: "assistant", content: [{ type: "output_text", text }] }),
  chat: (text) => ({ role: "assistant", content: text }),
  gemini: (text) => ({ role: "model", parts: [{ text }] }),
};

const image: Record<WireName, (mediaType: string, data: string) => object> = {
  anthropic: (media_type, data) => ({ role: "user", content: [{ type: "image", source: { type: "base64", media_type, data } }] }),
  responses: (type, data) => ({ role: "user", content: [{ type: "input_image", image_url: `data:${type};base64,${data}` }] }),
  chat: (type, data) => ({ role: "user", content: [{ type: "image_url", image_url: { url: `data:${type};base64,${data}` } }] }),
  gemini: (mimeType, data) => ({ role: "user", parts: [{ inlineData: { mimeType, data } }] }),
};

const toolsWith: Record<WireName, (...tools: { name: string; schema: unknown }[]) => unknown> = {
  anthropic: (...tools) => tools.map(({ name, schema }) => ({ name, input_schema: schema })),
  responses: (...tools) => tools.map(({ name, schema }) => ({ type: "function", name, parameters: schema })),
  chat: (...tools) => tools.map(({ name, schema }) => ({ type: "function", function: { name, parameters: schema } })),
  gemini: (...tools) => [{ functionDeclarations: tools.map(({ name, schema }) => ({ name, parametersJsonSchema: schema })) }],
};

const object = { type: "object", properties: {} };

interface Violation {
  invariant: InvariantName;
  title: string;
  /** Breaks a sound request. */
  change: (request: RawRequest, wire: WireName) => void;
  expected: RegExp;
  only?: WireName;
}

const violations: Violation[] = [
  {
    invariant: "results",
    title: "a call without a result",
    change: (request, wire) => listOf(wire, request).pop(),
    expected: /call .+ is not answered before the end/,
  },
  {
    invariant: "results",
    title: "other words before the result",
    change: (request, wire) => listOf(wire, request).splice(-1, 0, user[wire]("well?")),
    expected: /call .+ is not answered before other words of the user/,
  },
  {
    invariant: "results",
    title: "a result twice",
    change: (request, wire) => listOf(wire, request).push(listOf(wire, request).at(-1)),
    // Gemini numbers results that have no id: the second answers a second call.
    expected: /is answered twice|refers to no call/,
  },
  {
    invariant: "results",
    title: "a result of nothing",
    change: (request, wire) => listOf(wire, request).splice(-2, 1),
    expected: /a result refers to no call/,
  },
  {
    invariant: "results",
    title: "text before the result in one message",
    only: "anthropic",
    change: (request) => {
      const last = listOf("anthropic", request).at(-1) as { content: unknown[] };
      last.content.unshift({ type: "text", text: "here:" });
    },
    expected: /call 1 is not answered before other words/,
  },
  {
    invariant: "roles",
    title: "a role the wire does not have",
    change: (request, wire) => listOf(wire, request).push({ ...user[wire]("hello"), role: "human" }),
    expected: /has role "human"/,
  },
  {
    invariant: "roles",
    title: "the model begins",
    change: (request, wire) => listOf(wire, request).unshift(assistant[wire]("hello")),
    expected: /the conversation begins with/,
  },
  {
    invariant: "roles",
    title: "the model ends",
    change: (request, wire) => listOf(wire, request).push(assistant[wire]("I")),
    expected: /ends with the model's own words/,
  },
  {
    invariant: "content",
    title: "an empty text",
    change: (request, wire) => listOf(wire, request).push(user[wire](" \n")),
    expected: /a text is empty/,
  },
  {
    invariant: "content",
    title: "an image that is not base64",
    change: (request, wire) => listOf(wire, request).push(image[wire]("image/png", "no!")),
    expected: /an image is not base64/,
  },
  {
    invariant: "content",
    title: "an image of no known type",
    change: (request, wire) => listOf(wire, request).push(image[wire]("text/html", "AAAA")),
    expected: /an image has media type "text\/html"/,
  },
  {
    invariant: "content",
    title: "a message of nothing",
    only: "anthropic",
    change: (request) => listOf("anthropic", request).push({ role: "user", content: [] }),
    expected: /message 3 \(user\) is empty/,
  },
  {
    invariant: "tools",
    title: "two tools of one name",
    change: (request, wire) => {
      request.body.tools = toolsWith[wire]({ name: "read", schema: object }, { name: "read", schema: object });
    },
    expected: /tool read is offered twice/,
  },
  {
    invariant: "tools",
    title: "a name with a space",
    change: (request, wire) => {
      request.body.tools = toolsWith[wire]({ name: "read file", schema: object });
    },
    expected: /tool name "read file"/,
  },
  {
    invariant: "tools",
    title: "a schema that is not one",
    change: (request, wire) => {
      const schema = { type: "object", properties: { a: { type: "text" }, b: { anyOf: [] }, c: 3 }, required: ["d"] };
      request.body.tools = toolsWith[wire]({ name: "read", schema });
    },
    expected:
      /required names "d".*\n.*properties\/a has type text.*\n.*properties\/b\/anyOf is not a list.*\n.*properties\/c is not a schema/,
  },
  {
    invariant: "tools",
    title: "a schema of no object",
    change: (request, wire) => {
      request.body.tools = toolsWith[wire]({ name: "read", schema: { anyOf: [object] } });
    },
    expected: /# is not of type object/,
  },
  {
    invariant: "key",
    title: "no key",
    change: ({ headers }) => {
      for (const name of ["authorization", "x-api-key", "x-goog-api-key"]) delete headers[name];
    },
    expected: /no key: none of/,
  },
  {
    invariant: "key",
    title: "a key that was undefined",
    change: ({ headers }) => {
      headers.authorization = "Bearer undefined";
    },
    expected: /the key is "Bearer undefined"/,
  },
  {
    invariant: "version",
    title: "no version",
    only: "anthropic",
    change: ({ headers }) => {
      delete headers["anthropic-version"];
    },
    expected: /anthropic-version header is missing/,
  },
  {
    invariant: "body",
    title: "the wrong content type",
    change: ({ headers }) => {
      headers["content-type"] = "text/plain";
    },
    expected: /content-type is text\/plain/,
  },
];

for (const wire of wires) {
  verifies("testing.invariants", `${wire}: a sound request breaks none`, async () => {
    const server = await startModelServer(reply().text("Done."));
    await post(server, soundRequests[wire]());
    expect(await objections(server)).toEqual([]);
  });

  for (const { invariant, title, change, expected, only } of violations) {
    if (only !== undefined && only !== wire) continue;
    verifies("testing.invariants", `${wire}, ${invariant}: ${title}`, async () => {
      const broken = soundRequests[wire]();
      change(broken, wire);

      const strict = await startModelServer(reply().text("Done."));
      await post(strict, broken);
      const found = await objections(strict);
      expect(found.join("\n")).toMatch(expected);
      expect(found.filter((text) => !text.startsWith(`${invariant}: `))).toEqual([]);

      await using lenient = await startModelServer({ allow: [invariant] }, reply().text("Done."));
      await post(lenient, broken);
    });
  }

  verifies("testing.invariants", `${wire}, prefix: an earlier word that changes`, async () => {
    const first = soundRequests[wire]();
    const second = soundRequests[wire]();
    listOf(wire, second).push(assistant[wire]("A"), user[wire]("go on"));
    const third = soundRequests[wire]();
    listOf(wire, third).push(assistant[wire]("A"), user[wire]("go on"), assistant[wire]("B"), user[wire]("and on"));
    listOf(wire, third).splice(wire === "chat" ? 1 : 0, 1, user[wire]("read it!"));

    const strict = await startModelServer(reply().text("A"), reply().text("B"), reply().text("C"));
    for (const request of [first, second, third]) await post(strict, request);
    const found = await objections(strict);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^prefix: does not begin as the request before it: segment \d was .*read it".* and is .*read it!"/);

    await using lenient = await startModelServer({ allow: ["prefix"] }, reply().text("A"), reply().text("B"), reply().text("C"));
    for (const request of [first, second, third]) await post(lenient, request);
  });

  verifies("testing.invariants", `${wire}, body: no JSON`, async () => {
    const server = await startModelServer({ allow: ["roles"] }, reply().text("Done."));
    const { path, headers } = soundRequests[wire]();
    await fetch(server.url + path, { method: "POST", headers, body: '{"model": ' });
    expect(await objections(server)).toEqual(["body: the body is not a JSON object"]);
  });
}

verifies("testing.invariants", "prefix: conversations side by side each have their own", async () => {
  const say = (...texts: string[]): RawRequest => {
    const request = soundRequests.anthropic();
    request.body.messages = texts.map((content, index) => ({ role: index % 2 ? "assistant" : "user", content }));
    return request;
  };
  await using server = await startModelServer({ endless: () => reply().text("yes") });
  await post(server, say("one"));
  await post(server, say("two"));
  await post(server, say("one", "yes", "and?"));
  await post(server, say("two", "yes", "and?"));
  await post(server, say("one", "yes", "and?", "yes", "so"));
});

/** The reply of a wire with reasoning and a call, taken from the stream of a sound first request, as the second request holds it. */
interface Echo {
  wire: WireName;
  /** The model's items, as the client would send them back. */
  items: (text: string) => Record<string, unknown>[];
  result: (items: Record<string, unknown>[]) => object;
  join: (items: Record<string, unknown>[]) => unknown[];
}

const echoes: Echo[] = [
  {
    wire: "anthropic",
    items: (text) => (JSON.parse(text) as { content: Record<string, unknown>[] }).content,
    join: (items) => [{ role: "assistant", content: items }],
    result: (items) => ({ role: "user", content: [{ type: "tool_result", tool_use_id: items.at(-1)!.id, content: "empty" }] }),
  },
  {
    wire: "responses",
    items: (text) => (JSON.parse(text) as { output: Record<string, unknown>[] }).output,
    join: (items) => items,
    result: (items) => ({ type: "function_call_output", call_id: items.at(-1)!.call_id, output: "empty" }),
  },
  {
    wire: "gemini",
    items: (text) => (JSON.parse(text) as { candidates: [{ content: { parts: Record<string, unknown>[] } }] }).candidates[0].content.parts,
    join: (items) => [{ role: "model", parts: items }],
    result: (items) => ({
      role: "user",
      parts: [{ functionResponse: { id: (items.at(-1)!.functionCall as { id: string }).id, name: "read", response: { output: "empty" } } }],
    }),
  },
];

const sealKeys = ["signature", "encrypted_content", "thoughtSignature"];

for (const { wire, items, join, result } of echoes) {
  const talk = async (alter: (items: Record<string, unknown>[]) => Record<string, unknown>[], allow: InvariantName[] = []) => {
    const server = await startModelServer(
      { allow },
      reply().reasoning("I must look.").unknown().tool("read", { path: "b.ts" }),
      reply().text("Done."),
    );
    const request = soundRequests[wire]();
    if (wire === "gemini") request.path = request.path.replace("streamGenerateContent", "generateContent");
    else request.body.stream = false;
    const said = items((await post(server, request)).text);
    listOf(wire, request).push(...join(alter(said)), result(said));
    await post(server, request);
    return await objections(server);
  };
  const isSealed = (item: Record<string, unknown>) => sealKeys.some((key) => key in item);
  const unsealed = (item: Record<string, unknown>) => Object.fromEntries(Object.entries(item).filter(([key]) => !sealKeys.includes(key)));
  const resealed = (item: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(item).map(([key, value]) => [key, sealKeys.includes(key) ? "c2VhbA==" : value]));

  verifies("testing.invariants", `${wire}, reasoning: unchanged breaks none`, async () => {
    expect(await talk((said) => said)).toEqual([]);
  });

  verifies("testing.invariants", `${wire}, reasoning: lost`, async () => {
    const lose = (said: Record<string, unknown>[]) =>
      said.map(unsealed).filter((item) => item.type !== "thinking" && item.type !== "reasoning");
    expect(await talk(lose)).toEqual([expect.stringMatching(/^reasoning: reasoning \w+ is missing, or its seal was altered$/)]);
    expect(await talk(lose, ["reasoning"])).toEqual([]);
  });

  verifies("testing.invariants", `${wire}, reasoning: another seal`, async () => {
    expect(await talk((said) => said.map((item) => (isSealed(item) ? resealed(item) : item)))).toEqual([
      expect.stringMatching(/is missing, or its seal was altered$/),
    ]);
  });

  verifies("testing.invariants", `${wire}, calls: other arguments`, async () => {
    const alter = (said: Record<string, unknown>[]) => JSON.parse(JSON.stringify(said).replace("b.ts", "c.ts")) as typeof said;
    expect(await talk(alter)).toEqual([
      expect.stringMatching(/^calls: call \w+ was altered: read\{"path":"b.ts"\} is now read\{"path":"c.ts"\}$/),
    ]);
    expect(await talk(alter, ["calls"])).toEqual([]);
  });

  verifies("testing.invariants", `${wire}, unknown: left out`, async () => {
    const lose = (said: Record<string, unknown>[]) => said.filter((item) => !JSON.stringify(item).includes("future"));
    expect(await talk(lose)).toEqual([expect.stringMatching(/^unknown: item \w+ of an unknown type is missing$/)]);
    expect(await talk(lose, ["unknown"])).toEqual([]);
  });

  if (wire === "gemini") continue;
  verifies("testing.invariants", `${wire}, reasoning: other words`, async () => {
    const alter = (said: Record<string, unknown>[]) =>
      said.map((item) => (isSealed(item) ? (JSON.parse(JSON.stringify(item).replace("I must look.", "I looked.")) as typeof item) : item));
    expect(await talk(alter)).toEqual([expect.stringMatching(/was altered$/)]);
  });
}

/** Sends bytes as they stand and waits until the server closes the connection. */
async function sendBytes(port: string, text: string): Promise<void> {
  const socket = connect(Number(port), "127.0.0.1");
  socket.resume();
  socket.end(text);
  await once(socket, "close");
}

const head = "POST /v1/responses HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer k\r\ncontent-type: application/json\r\n";

verifies("testing.invariants", "body: shorter than its content-length", async () => {
  const server = await startModelServer();
  await sendBytes(new URL(server.url).port, `${head}content-length: 100\r\n\r\n{"input":"hello"}`);
  expect(await objections(server)).toEqual(["POST /v1/responses ended before its body did"]);
});

verifies("testing.invariants", "body: longer than its content-length", async () => {
  const server = await startModelServer(reply().text("Done."));
  await sendBytes(new URL(server.url).port, `${head}content-length: 10\r\n\r\n{"input":"hello"}`);
  expect((await objections(server)).join("\n")).toContain("body: the body is not a JSON object");
});

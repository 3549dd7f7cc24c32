import type Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI, type GenerateContentConfig } from "@google/genai";
import type OpenAI from "openai";
import { expect } from "vitest";
import anthropic from "../../../src/models/wires/anthropic.ts";
import chat from "../../../src/models/wires/chat.ts";
import gemini from "../../../src/models/wires/gemini.ts";
import responses from "../../../src/models/wires/responses.ts";
import type { Body } from "../../../src/contract/wire.ts";
import { verifies } from "../../verifies.ts";
import { answersTo, call, image, output, pixel, readTool, request, results, text, user } from "./support/conversation.ts";
import { startReplayServer } from "./support/replay-server.ts";
import { toSse } from "./support/read.ts";
import { allTranscripts, wires } from "./transcripts/index.ts";

function whole({ fields, listKey, list }: Body): object {
  return { ...fields, [listKey]: list };
}

const conversation = [
  user("Look", image),
  output({ type: "text", text: "I look." }, call("toolu_1"), call("toolu_2", '{"path":"b.ts"}')),
  results({ toolu_2: ["gone"], toolu_1: ["one", image] }, ["toolu_2"]),
  user("And now?"),
];
const asked = request({ entries: conversation, effort: "high", cacheKey: "thread-1" });
const list = { name: "list", description: "Lists a folder.", schema: { type: "object" as const, properties: {} } };
const read = { ...readTool, schema: { ...readTool.schema, type: "object" as const } };
const dataUrl = `data:image/png;base64,${pixel}`;

verifies("wires.vendor-types", "anthropic", () => {
  const mark = { cache_control: { type: "ephemeral" as const } };
  const source = { type: "base64" as const, media_type: "image/png" as const, data: pixel };
  const expected: Anthropic.MessageCreateParamsStreaming = {
    model: "m-1",
    stream: true,
    max_tokens: 4096,
    thinking: { type: "adaptive", display: "summarized" },
    output_config: { effort: "high" },
    tools: [
      { name: "list", description: list.description, input_schema: list.schema },
      { name: "read", description: read.description, input_schema: read.schema, ...mark },
    ],
    system: [{ type: "text", text: "You mend.", ...mark }],
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "Look" },
          { type: "image", source },
        ],
      },
      {
        role: "assistant",
        content: [
          { type: "text", text: "I look." },
          { type: "tool_use", id: "toolu_1", name: "read", input: { path: "a.ts" } },
          { type: "tool_use", id: "toolu_2", name: "read", input: { path: "b.ts" } },
        ],
      },
      {
        role: "user",
        content: [
          {
            type: "tool_result",
            tool_use_id: "toolu_1",
            content: [
              { type: "text", text: "one" },
              { type: "image", source },
            ],
          },
          { type: "tool_result", tool_use_id: "toolu_2", content: [{ type: "text", text: "gone" }], is_error: true, ...mark },
        ],
      },
      { role: "user", content: [{ type: "text", text: "And now?", ...mark }] },
    ],
  };
  expect(whole(anthropic.lower(asked, { version: "2026-10-21" }))).toEqual(expected);
  expect(whole(anthropic.lower(asked, { version: "2023-06-01" }))).toEqual(expected);
});

verifies("wires.vendor-types", "responses", () => {
  const expected: OpenAI.Responses.ResponseCreateParamsStreaming = {
    model: "m-1",
    stream: true,
    store: false,
    max_output_tokens: 4096,
    include: ["reasoning.encrypted_content"],
    reasoning: { effort: "high", summary: "auto" },
    prompt_cache_key: "thread-1",
    tools: [
      { type: "function", name: "list", description: list.description, parameters: list.schema, strict: false },
      { type: "function", name: "read", description: read.description, parameters: read.schema, strict: false },
    ],
    instructions: "You mend.",
    input: [
      {
        type: "message",
        role: "user",
        content: [
          { type: "input_text", text: "Look" },
          { type: "input_image", image_url: dataUrl, detail: "auto" },
        ],
      },
      { type: "message", role: "assistant", content: "I look." },
      { type: "function_call", call_id: "toolu_1", name: "read", arguments: '{"path":"a.ts"}' },
      { type: "function_call", call_id: "toolu_2", name: "read", arguments: '{"path":"b.ts"}' },
      {
        type: "function_call_output",
        call_id: "toolu_1",
        output: [
          { type: "input_text", text: "one" },
          { type: "input_image", image_url: dataUrl, detail: "auto" },
        ],
      },
      { type: "function_call_output", call_id: "toolu_2", output: "gone" },
      { type: "message", role: "user", content: [{ type: "input_text", text: "And now?" }] },
    ],
  };
  expect(whole(responses.lower(asked, {}))).toEqual(expected);
});

verifies("wires.vendor-types", "chat", () => {
  const [first, second] = chat
    .lower(asked, {})
    .list.flatMap((message) => ("tool_calls" in message ? (message.tool_calls as { id: string }[]) : []));
  const expected: OpenAI.Chat.ChatCompletionCreateParamsStreaming = {
    model: "m-1",
    stream: true,
    stream_options: { include_usage: true },
    max_completion_tokens: 4096,
    reasoning_effort: "high",
    prompt_cache_key: "thread-1",
    tools: [
      { type: "function", function: { name: "list", description: list.description, parameters: list.schema } },
      { type: "function", function: { name: "read", description: read.description, parameters: read.schema } },
    ],
    messages: [
      { role: "system", content: "You mend." },
      {
        role: "user",
        content: [
          { type: "text", text: "Look" },
          { type: "image_url", image_url: { url: dataUrl } },
        ],
      },
      {
        role: "assistant",
        content: "I look.",
        tool_calls: [
          { id: first!.id, type: "function", function: { name: "read", arguments: '{"path":"a.ts"}' } },
          { id: second!.id, type: "function", function: { name: "read", arguments: '{"path":"b.ts"}' } },
        ],
      },
      { role: "tool", tool_call_id: first!.id, content: "one" },
      { role: "tool", tool_call_id: second!.id, content: "gone" },
      {
        role: "user",
        content: [
          { type: "text", text: "Images from read:" },
          { type: "image_url", image_url: { url: dataUrl } },
        ],
      },
      { role: "user", content: "And now?" },
    ],
  };
  expect(whole(chat.lower(asked, {}))).toEqual(expected);
});

verifies("wires.vendor-types", "gemini, by what the vendor's client sends for the same request", async () => {
  await using server = await startReplayServer(toSse([{ candidates: [{ finishReason: "STOP" }] }]));
  const client = new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: server.url } });
  const config: GenerateContentConfig = {
    systemInstruction: { parts: [{ text: "You mend." }] },
    tools: [
      {
        functionDeclarations: [
          { name: "list", description: list.description, parametersJsonSchema: list.schema },
          { name: "read", description: read.description, parametersJsonSchema: read.schema },
        ],
      },
    ],
    maxOutputTokens: 4096,
    thinkingConfig: { includeThoughts: true, thinkingBudget: 24_576 },
    responseMimeType: "application/json",
    responseJsonSchema: { type: "object" },
  };
  const inlineData = { mimeType: "image/png", data: pixel };
  const contents = [
    { role: "user", parts: [{ text: "Look" }, { inlineData }] },
    {
      role: "model",
      parts: [
        { text: "I look." },
        { functionCall: { name: "read", args: { path: "a.ts" } }, thoughtSignature: "skip_thought_signature_validator" },
        { functionCall: { name: "read", args: { path: "b.ts" } } },
      ],
    },
    {
      role: "user",
      parts: [
        { functionResponse: { name: "read", response: { output: "one" } } },
        { functionResponse: { name: "read", response: { error: "gone" } } },
        { inlineData },
      ],
    },
    { role: "user", parts: [{ text: "And now?" }] },
  ];
  await client.models.generateContentStream({ model: "m-1", contents, config });

  const [sent] = server.requests;
  const ours = { ...asked, output: { name: "answer", schema: { type: "object" } } };
  // The system's role is the client's own addition, which the API ignores.
  const body = JSON.parse(JSON.stringify(sent!.body).replace('"You mend."}],"role":"user"}', '"You mend."}]}')) as object;
  expect({ path: gemini.path(ours), body: whole(gemini.lower(ours)) }).toEqual({ path: sent!.path, body });
});

verifies("wires.fields", "nothing that is not asked for", () => {
  const bare = request({ system: "", tools: [] });
  expect(Object.fromEntries(wires.map((wire) => [wire.name, wire.lower(bare, {}).fields]))).toEqual({
    anthropic: { model: "m-1", stream: true, max_tokens: 4096 },
    responses: { model: "m-1", stream: true, store: false, max_output_tokens: 4096, include: ["reasoning.encrypted_content"] },
    chat: { model: "m-1", stream: true, stream_options: { include_usage: true }, max_completion_tokens: 4096 },
    gemini: { generationConfig: { maxOutputTokens: 4096 } },
  });
});

verifies("wires.fields", "plain servers", () => {
  const plain = request({ effort: "low", cacheKey: "k", system: "", tools: [readTool] });
  const { name, description, schema } = readTool;
  expect(
    Object.fromEntries(
      wires.slice(0, 3).map((wire) => [wire.name, wire.lower(plain, { plain: true, maxTokensField: "max_tokens" }).fields]),
    ),
  ).toEqual({
    anthropic: { model: "m-1", stream: true, max_tokens: 4096, tools: [{ name, description, input_schema: schema }] },
    responses: {
      model: "m-1",
      stream: true,
      store: false,
      max_output_tokens: 4096,
      tools: [{ type: "function", name, description, parameters: schema }],
    },
    chat: {
      model: "m-1",
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 4096,
      tools: [{ type: "function", function: { name, description, parameters: schema } }],
    },
  });
});

verifies("wires.fields", "chat servers that give usage unasked", () => {
  expect(chat.lower(request({ system: "", tools: [] }), { usageUnasked: true }).fields).toEqual({
    model: "m-1",
    stream: true,
    max_completion_tokens: 4096,
  });
});

verifies("wires.fields", "the model in the path", () => {
  const bare = request({ system: "", tools: [] });
  const hosted = (version: string) => ({
    ...anthropic.lower(bare, { version, modelInPath: true }).fields,
    ...anthropic.headers({ version, modelInPath: true }),
  });
  expect([
    hosted("bedrock-2023-05-31"),
    hosted("vertex-2023-10-16"),
    anthropic.headers({ version: "2023-06-01" }),
    anthropic.headers({}),
  ]).toEqual([
    { anthropic_version: "bedrock-2023-05-31", max_tokens: 4096 },
    { anthropic_version: "vertex-2023-10-16", max_tokens: 4096, stream: true },
    { "anthropic-version": "2023-06-01" },
    { "anthropic-version": "2026-10-21" },
  ]);
  expect(
    [responses.lower(bare, { modelInPath: true }).fields, chat.lower(bare, { modelInPath: true }).fields].map(
      (fields) => "model" in fields,
    ),
  ).toEqual([false, false]);
});

verifies("wires.output", () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: {
      kind: { const: "a" },
      count: { type: "integer", exclusiveMinimum: 0, description: "How many" },
      of: { oneOf: [{ type: "string", minLength: 1 }, { $ref: "#/$defs/deep" }] },
    },
    required: ["kind"],
    $defs: { deep: { type: "array", items: { type: "object", properties: { x: { type: "number" } } }, minItems: 2 } },
  };
  const asked = request({ output: { name: "answer", schema } });
  expect({
    anthropic: anthropic.lower(asked, {}).fields["output_config"],
    responses: responses.lower(asked, {}).fields["text"],
    chat: chat.lower(asked, {}).fields["response_format"],
    gemini: gemini.lower(asked).fields["generationConfig"],
  }).toEqual({
    anthropic: {
      format: {
        type: "json_schema",
        schema: {
          type: "object",
          properties: {
            kind: { const: "a" },
            count: { type: "integer", description: 'How many\n\n{"exclusiveMinimum":0}' },
            of: { anyOf: [{ type: "string", description: '{"minLength":1}' }, { $ref: "#/$defs/deep" }] },
          },
          required: ["kind"],
          additionalProperties: false,
          $defs: {
            deep: {
              type: "array",
              items: { type: "object", properties: { x: { type: "number" } }, additionalProperties: false },
              description: '{"minItems":2}',
            },
          },
        },
      },
    },
    responses: { format: { type: "json_schema", name: "answer", schema, strict: false } },
    chat: { type: "json_schema", json_schema: { name: "answer", schema } },
    gemini: {
      maxOutputTokens: 4096,
      responseMimeType: "application/json",
      responseJsonSchema: {
        type: "object",
        properties: {
          kind: { enum: ["a"] },
          count: { type: "integer", description: 'How many\n\n{"exclusiveMinimum":0}' },
          of: { oneOf: [{ type: "string", description: '{"minLength":1}' }, { $ref: "#/$defs/deep" }] },
        },
        required: ["kind"],
        $defs: { deep: { type: "array", items: { type: "object", properties: { x: { type: "number" } } }, minItems: 2 } },
      },
    },
  });
});

for (const { wire, title, reply } of allTranscripts) {
  verifies("wires.replay", title, () => {
    const entries = [user("?"), output(...reply.items), ...answersTo(reply.items)];
    const sent = JSON.stringify(wire.lower(request({ entries }), {}).list);
    const led = reply.items.slice(0, reply.items.findLastIndex(({ type }) => type !== "reasoning") + 1);
    for (const { raw } of led) {
      // Chat has the fields of all items in one message.
      const json = JSON.stringify(raw?.value ?? {});
      expect(sent).toContain(wire.name === "chat" && !json.includes('"function"') ? json.slice(1, -1) : json === "{}" ? "" : json);
    }
  });
}

verifies("wires.foreign", () => {
  const foreign = output(
    { type: "reasoning", text: "secret thoughts", raw: { wire: "elsewhere", value: { seal: "x" } } },
    { type: "text", text: "I look.", raw: { wire: "elsewhere", value: { seal: "y" } } },
    { type: "other", raw: { wire: "elsewhere", value: { seal: "z" } } },
    { ...call("c_1"), raw: { wire: "elsewhere", value: { seal: "q" } } },
  );
  const native = output({ type: "text", text: "I look." }, call("c_1"));
  for (const wire of wires) {
    const lowered = (entry: typeof foreign) => wire.lower(request({ entries: [user("?"), entry, results({ c_1: ["ok"] })] }), {}).list;
    expect(lowered(foreign)).toEqual(lowered(native));
    expect(JSON.stringify(lowered(foreign))).toMatch(/I look\./);
  }
});

verifies("wires.unsendable", () => {
  const own = (wire: string, value: object) => ({ wire, value });
  for (const { name, lower } of wires) {
    const reasoning = { type: "reasoning", text: "Hm", raw: own(name, { type: "reasoning", encrypted_content: "e", seal: "r" }) } as const;
    const blank = { type: "text", text: " \n", raw: own(name, { text: " \n" }) } as const;
    const said = { type: "text", text: "Yes.", raw: own(name, { type: "text", text: "Yes." }) } as const;
    const lowered = (...items: Parameters<typeof output>) =>
      lower(request({ system: "", entries: [user("?", " "), output(...items), user("!")] }), {}).list;
    const [question, exclamation] = lower(request({ system: "", entries: [user("?"), user("!")] }), {}).list;
    expect({ name, list: lowered(reasoning, blank) }).toEqual({ name, list: [question, exclamation] });
    const replayed = JSON.stringify(lowered(reasoning, blank, said, reasoning));
    expect({ name, reasoned: replayed.split('"seal":"r"').length - 1, blank: replayed.includes(String.raw`" \n"`) }).toEqual({
      name,
      reasoned: 1,
      blank: false,
    });
  }
});

verifies("wires.unsendable", "reasoning that the server neither stored nor gave out", () => {
  const reasoning = {
    type: "reasoning",
    text: "Hm",
    raw: { wire: "responses", value: { type: "reasoning", id: "rs_1", encrypted_content: null } },
  } as const;
  const entries = [user("?"), output(reasoning, { type: "text", text: "Yes." })];
  expect(JSON.stringify(responses.lower(request({ entries }), {}).list)).not.toContain("rs_1");
});

verifies("wires.call-ids", () => {
  const strange = [`call:${"x".repeat(90)}`, "ünïcode", "toolu_fine", "123456789"];
  const idsOn = (wire: (typeof wires)[number]) => {
    const entries = [user("?"), output(...strange.map((id) => call(id))), results(Object.fromEntries(strange.map((id) => [id, ["ok"]])))];
    const sent = JSON.stringify(wire.lower(request({ entries }), {}).list);
    return [...sent.matchAll(/"(?:id|tool_use_id|call_id|tool_call_id)":"([^"]*)"/g)].map(([, id]) => id);
  };
  const [first, second] = idsOn(anthropic);
  expect([first, second]).toEqual([expect.stringMatching(/^[a-z0-9]{9}$/), expect.stringMatching(/^[a-z0-9]{9}$/)]);
  expect(first).not.toBe(second);
  const accepted = [first, second, "toolu_fine", "123456789"];
  expect(idsOn(anthropic)).toEqual([...accepted, ...accepted]);
  expect(idsOn(responses)).toEqual([...accepted, ...accepted]);
  const [, , third] = idsOn(chat);
  expect(third).toMatch(/^[a-z0-9]{9}$/);
  expect(idsOn(chat)).toEqual([first, second, third, "123456789", first, second, third, "123456789"]);
  expect(idsOn(gemini)).toEqual([]);
});

verifies("wires.call-ids", "the vendor's own are kept, however they look", () => {
  const id = `chatcmpl-tool-${"0".repeat(32)}`;
  const raw = { wire: "chat", value: { id, type: "function", function: { name: "read", arguments: "{}" } } };
  const { list } = chat.lower(
    request({ system: "", entries: [user("?"), output({ ...call(id, "{}"), raw }), results({ [id]: ["ok"] })] }),
    {},
  );
  expect(list.slice(1)).toEqual([
    { role: "assistant", content: null, tool_calls: [raw.value] },
    { role: "tool", tool_call_id: id, content: "ok" },
  ]);
});

verifies("wires.results", "anything but one result per call is a defect", () => {
  const asked = output(call("a"), call("b"));
  const broken = [
    [user("?"), asked, results({ a: ["1"] })],
    [user("?"), asked, results({ a: ["1"], b: ["2"], c: ["3"] })],
    [user("?"), asked, results({ a: ["1"], c: ["3"] })],
    [
      user("?"),
      asked,
      { type: "results" as const, results: ["a", "a"].map((callId) => ({ callId, name: "read", ok: true, parts: [text("1")] })) },
    ],
    [user("?"), asked, user("!")],
    [user("?"), results({ a: ["1"] })],
  ];
  for (const wire of wires) {
    for (const entries of broken) expect(() => wire.lower(request({ entries }), {})).toThrow(Error);
    expect(() => wire.lower(request({ entries: [user("?"), asked, results({ b: ["2"], a: ["1"] })] }), {})).not.toThrow();
  }
});

verifies("wires.cut-off", "it is sent back as an object that says so", () => {
  const entries = [user("?"), output(call("call_0001", '{"path": "a')), results({ call_0001: ["cut off"] }, ["call_0001"])];
  const sent = JSON.stringify(wires.map((wire) => wire.lower(request({ entries }), {}).list));
  const object = JSON.stringify({ INVALID_JSON: '{"path": "a' });
  expect([sent.split(object).length - 1, sent.split(JSON.stringify(object)).length - 1]).toEqual([2, 2]);
});

verifies("wires.memoised", () => {
  const grown = [...conversation, output({ type: "text", text: "Now this." }), user("Go on")];
  for (const { name, lower } of wires) {
    const before = lower(request({ entries: conversation }), { plain: true }).list;
    const after = lower(request({ entries: grown }), { plain: true }).list;
    // The system message of Chat is no entry.
    const entries = (list: readonly object[]) => list.filter((message) => !("role" in message && message.role === "system"));
    const same = entries(before).map((message, index) => message === entries(after)[index]);
    expect({ name, same }).toEqual({ name, same: same.map(() => true) });
  }
});

verifies("wires.cache-marks", () => {
  const entries = [user("1"), output({ type: "text", text: "2" }), user("3"), output(call("toolu_1")), results({ toolu_1: ["4"] })];
  const marks = (body: Body) =>
    [body.fields["tools"], body.fields["system"], ...body.list].map(
      (part) => JSON.stringify(part ?? null).split("cache_control").length - 1,
    );
  expect(marks(anthropic.lower(request({ entries }), {}))).toEqual([1, 1, 0, 0, 1, 0, 1]);
  expect(marks(anthropic.lower(request({ entries }), { plain: true }))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(marks(anthropic.lower(request({ entries: [user("1")], system: "", tools: [] }), {}))).toEqual([0, 0, 1]);
});

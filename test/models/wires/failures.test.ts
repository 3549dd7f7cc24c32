import { expect } from "vitest";
import type { ModelFailure } from "../../../src/contract/model.ts";
import type { Wire } from "../../../src/contract/wire.ts";
import anthropic from "../../../src/models/wires/anthropic.ts";
import chat from "../../../src/models/wires/chat.ts";
import gemini from "../../../src/models/wires/gemini.ts";
import responses from "../../../src/models/wires/responses.ts";
import { verifies } from "../../verifies.ts";
import { failureOf, readReply } from "./support/read.ts";
import { opening } from "./transcripts/anthropic.ts";
import { chunk } from "./transcripts/chat.ts";
import { closing } from "./transcripts/responses.ts";
import { wires } from "./transcripts/index.ts";

type Verdict = [ModelFailure["code"], "again" | "never", number?];
type Case = [wire: Wire, status: number, body: object | string, verdict: Verdict, headers?: Record<string, string>];

const quota = (quotaId: string, retryDelay: string) => ({
  error: {
    code: 429,
    status: "RESOURCE_EXHAUSTED",
    message: "You exceeded your current quota, please check your plan and billing details.",
    details: [
      { "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations: [{ quotaId }] },
      { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay },
    ],
  },
});
const ofAnthropic = (type: string, message: string, details?: object) => ({
  type: "error",
  error: { type, message, ...(details && { details }) },
  request_id: "req_1",
});
const ofOpenAi = (code: string | number | null, message: string, type = "invalid_request_error") => ({
  error: { message, type, param: null, code },
});
const ofGoogle = (code: number, status: string, message: string) => ({ error: { code, message, status } });

/** As vendors and servers have been seen to answer. */
const cases: Case[] = [
  [anthropic, 401, ofAnthropic("authentication_error", "invalid x-api-key"), ["model.unauthorized", "never"]],
  [anthropic, 403, ofAnthropic("permission_error", "Your API key does not have permission"), ["model.unauthorized", "never"]],
  [anthropic, 404, ofAnthropic("not_found_error", "model: claude-9"), ["model.refused", "never"]],
  [
    anthropic,
    400,
    ofAnthropic("invalid_request_error", "messages.1: `tool_use` ids were found without `tool_result`"),
    ["model.refused", "never"],
  ],
  [anthropic, 400, ofAnthropic("invalid_request_error", "prompt is too long: 213462 tokens > 200000 maximum"), ["model.overflow", "never"]],
  [
    anthropic,
    400,
    ofAnthropic("invalid_request_error", "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"),
    ["model.overflow", "never"],
  ],
  [anthropic, 400, { message: "Input is too long for requested model." }, ["model.overflow", "never"]],
  [anthropic, 413, ofAnthropic("request_too_large", "Request exceeds the maximum size"), ["model.overflow", "never"]],
  [
    anthropic,
    400,
    ofAnthropic("invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
    ["model.refused", "never"],
  ],
  [anthropic, 402, ofAnthropic("billing_error", "Payment required"), ["model.refused", "never"]],
  [
    anthropic,
    429,
    ofAnthropic("rate_limit_error", "Number of request tokens has exceeded your rate limit"),
    ["model.overloaded", "again", 17_000],
    { "retry-after": "17" },
  ],
  [
    anthropic,
    429,
    ofAnthropic("rate_limit_error", "Spend limit", { error_code: "enforced_spend_limit_reached" }),
    ["model.refused", "never"],
  ],
  [anthropic, 429, ofAnthropic("rate_limit_error", "Ramping", { error_code: "ramp_limit_exceeded" }), ["model.overloaded", "again"]],
  [anthropic, 500, ofAnthropic("api_error", "Internal server error"), ["model.unavailable", "again"]],
  [anthropic, 529, ofAnthropic("overloaded_error", "Overloaded"), ["model.overloaded", "again"]],
  [anthropic, 529, ofAnthropic("overloaded_error", "Overloaded"), ["model.overloaded", "never"], { "x-should-retry": "false" }],
  [
    responses,
    400,
    ofOpenAi("context_length_exceeded", "Your input exceeds the context window of this model."),
    ["model.overflow", "never"],
  ],
  [responses, 401, ofOpenAi("invalid_api_key", "Incorrect API key provided"), ["model.unauthorized", "never"]],
  [responses, 404, ofOpenAi("model_not_found", "The model `gpt-9` does not exist"), ["model.refused", "never"]],
  [responses, 422, ofOpenAi(null, "Unprocessable"), ["model.refused", "never"]],
  [responses, 408, "", ["model.unavailable", "again"]],
  [responses, 409, ofOpenAi(null, "Conflict"), ["model.unavailable", "again"]],
  [
    responses,
    429,
    ofOpenAi("rate_limit_exceeded", "Rate limit reached", "tokens"),
    ["model.overloaded", "again", 1500],
    { "retry-after-ms": "1500", "retry-after": "2" },
  ],
  [
    responses,
    429,
    ofOpenAi("insufficient_quota", "You exceeded your current quota, please check your plan", "insufficient_quota"),
    ["model.refused", "never"],
  ],
  [responses, 400, ofOpenAi(null, "Something passing"), ["model.refused", "again"], { "x-should-retry": "true" }],
  [
    responses,
    503,
    ofOpenAi(null, "Slow down"),
    ["model.overloaded", "again", 30_000],
    { "retry-after": "Fri, 20 Nov 2026 12:00:30 GMT", date: "Fri, 20 Nov 2026 12:00:00 GMT" },
  ],
  [responses, 503, "", ["model.overloaded", "again"], { "retry-after": "Fri, 20 Nov 2026 12:00:30 GMT" }],
  [
    chat,
    400,
    ofOpenAi(null, "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens"),
    ["model.overflow", "never"],
  ],
  [
    chat,
    400,
    {
      error: { code: 400, message: "the request exceeds the available context size, try increasing it", type: "exceed_context_size_error" },
    },
    ["model.overflow", "never"],
  ],
  [
    chat,
    400,
    ofOpenAi(null, "This model's maximum prompt length is 131072 but the request contains 140000 tokens."),
    ["model.overflow", "never"],
  ],
  [chat, 400, ofOpenAi("context_length_exceeded", "Please reduce the length of the messages or completion."), ["model.overflow", "never"]],
  [chat, 402, ofOpenAi(null, "Insufficient Balance", "unknown_error"), ["model.refused", "never"]],
  [chat, 403, "<html><head><title>403</title></head><body><h1>Forbidden</h1></body></html>", ["model.unauthorized", "never"]],
  [chat, 422, { detail: [{ loc: ["body", "tools"], msg: "Extra inputs are not permitted" }] }, ["model.refused", "never"]],
  [chat, 429, { message: "Requests rate limit exceeded" }, ["model.overloaded", "again"]],
  [chat, 429, { error: { code: 429, message: "Your account is out of credits" } }, ["model.refused", "never"]],
  [chat, 502, "<html>Bad gateway</html>", ["model.unavailable", "again"]],
  [chat, 500, { error: "model runner has unexpectedly stopped" }, ["model.unavailable", "again"]],
  [
    gemini,
    400,
    ofGoogle(400, "INVALID_ARGUMENT", "The input token count (1048577) exceeds the maximum number of tokens allowed (1048576)."),
    ["model.overflow", "never"],
  ],
  [gemini, 400, ofGoogle(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."), ["model.unauthorized", "never"]],
  [gemini, 400, ofGoogle(400, "INVALID_ARGUMENT", "Function call is missing a thought_signature"), ["model.refused", "never"]],
  [gemini, 403, ofGoogle(403, "PERMISSION_DENIED", "Denied"), ["model.unauthorized", "never"]],
  [gemini, 404, [ofGoogle(404, "NOT_FOUND", "models/x is not found")], ["model.refused", "never"]],
  [gemini, 429, quota("GenerateRequestsPerMinutePerProjectPerModel", "34.07s"), ["model.overloaded", "again", 34_070]],
  [gemini, 429, quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "34s"), ["model.refused", "never", 34_000]],
  [gemini, 500, ofGoogle(500, "INTERNAL", "An internal error has occurred."), ["model.unavailable", "again"]],
  [gemini, 503, ofGoogle(503, "UNAVAILABLE", "The model is overloaded."), ["model.overloaded", "again"]],
  [gemini, 504, ofGoogle(504, "DEADLINE_EXCEEDED", "Too late"), ["model.unavailable", "again"]],
];

for (const [wire, status, body, [code, retry, retryAfterMs], headers = {}] of cases) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  verifies("wires.failures", `${wire.name} ${status} ${text.slice(0, 150)}`, () => {
    const { message, status: told, ...verdict } = wire.fail(status, headers, text);
    expect(verdict).toEqual({ code, retryable: retry === "again", ...(retryAfterMs !== undefined && { retryAfterMs }) });
    expect([400, 401, status]).toContain(told);
    expect(message.length).toBeGreaterThan(10);
  });
}

verifies("wires.failures", "the message names what the server said", () => {
  expect([
    anthropic.fail(529, {}, JSON.stringify(ofAnthropic("overloaded_error", "Overloaded"))).message,
    chat.fail(502, {}, "<html><head><style>b{}</style></head><body><h1>Bad</h1>\n gateway</body></html>").message,
    chat.fail(500, {}, "").message,
    chat.fail(500, {}, "x".repeat(9999)).message,
    gemini.fail(503, {}, JSON.stringify(ofGoogle(503, "UNAVAILABLE", "The model is overloaded."))).message,
    chat.fail(422, {}, JSON.stringify({ detail: [{ msg: "no" }] })).message,
  ]).toEqual([
    "overloaded_error (529): Overloaded",
    "Status 502: Bad gateway",
    "Status 500: the server gave no reason",
    `Status 500: ${"x".repeat(500)}…`,
    "UNAVAILABLE (503): The model is overloaded.",
    'Status 422: [{"msg":"no"}]',
  ]);
});

verifies("wires.no-keys", () => {
  const keys = [
    "sk-proj-abcDEF1234567890",
    "sk-ant-api03-abcDEF1234567890",
    "AIzaSyA1234567890abcdefghijklmnop",
    "gsk_1234567890abcdef",
    "xai-1234567890abcdef",
    "ya29.a0AfH6SMBx12345",
  ];
  for (const { fail } of wires) {
    for (const key of keys) {
      for (const text of [`Incorrect API key provided: ${key}.`, `Authorization: Bearer ${key}`, `https://host/?key=${key}`]) {
        expect(fail(401, {}, JSON.stringify({ error: { message: text } })).message).not.toContain(key.slice(-10));
        expect(fail(401, {}, text).message).not.toContain(key.slice(-10));
      }
    }
    expect(fail(400, {}, "the task-manager of claude-sonnet-5 is risk-averse").message).toContain(
      "the task-manager of claude-sonnet-5 is risk-averse",
    );
  }
});

const streamed: [Wire, object, Verdict][] = [
  [anthropic, ofAnthropic("overloaded_error", "Overloaded"), ["model.overloaded", "again"]],
  [anthropic, ofAnthropic("api_error", "Internal"), ["model.unavailable", "again"]],
  [anthropic, ofAnthropic("rate_limit_error", "Slower"), ["model.overloaded", "again"]],
  [anthropic, ofAnthropic("invalid_request_error", "prompt is too long: 1 > 0"), ["model.overflow", "never"]],
  [anthropic, ofAnthropic("new_error", "?"), ["model.unavailable", "again"]],
  [anthropic, { error: { message: "Proxy broke" } }, ["model.unavailable", "again"]],
  [responses, { error: { message: "Proxy broke" } }, ["model.unavailable", "again"]],
  [responses, closing("failed", [], { error: { code: "server_error", message: "The model broke" } }), ["model.unavailable", "again"]],
  [responses, closing("failed", [], { error: { code: "rate_limit_exceeded", message: "Slower" } }), ["model.overloaded", "again"]],
  [responses, closing("failed", [], { error: { code: "context_length_exceeded", message: "Too long" } }), ["model.overflow", "never"]],
  [responses, closing("failed", [], { error: { code: "insufficient_quota", message: "No money" } }), ["model.refused", "never"]],
  [responses, closing("failed", [], { error: { code: "invalid_prompt", message: "No" } }), ["model.refused", "never"]],
  [responses, { type: "error", code: "server_error", message: "Oops", param: null, sequence_number: 3 }, ["model.unavailable", "again"]],
  [responses, { type: "error", error: { type: "invalid_request_error", code: null, message: "No" } }, ["model.refused", "never"]],
  [chat, ofOpenAi(null, "The server had an error", "server_error"), ["model.unavailable", "again"]],
  [
    chat,
    { id: "gen-1", choices: [{ index: 0, delta: {}, finish_reason: "error" }], error: { code: 502, message: "Upstream" } },
    ["model.unavailable", "again"],
  ],
  [chat, { error: { code: 429, message: "Slower" } }, ["model.overloaded", "again"]],
  [chat, { error: "runner stopped" }, ["model.unavailable", "again"]],
  [chat, { error: { code: 400, type: "BadRequestError", message: "maximum context length is 10" } }, ["model.overflow", "never"]],
  [gemini, ofGoogle(503, "UNAVAILABLE", "The model is overloaded."), ["model.overloaded", "again"]],
  [gemini, ofGoogle(500, "INTERNAL", "Oops"), ["model.unavailable", "again"]],
  [gemini, { candidates: [{ finishReason: "MALFORMED_FUNCTION_CALL", finishMessage: "print(read(" }] }, ["model.malformed", "again"]],
  [gemini, { candidates: [{ finishReason: "UNEXPECTED_TOOL_CALL" }] }, ["model.malformed", "again"]],
];

for (const [wire, frame, [code, retry]] of streamed) {
  verifies("wires.stream-failures", `${wire.name} ${JSON.stringify(frame).slice(0, 150)}`, () => {
    const before = wire === anthropic ? [opening()] : [];
    expect(failureOf(() => readReply(wire, [...before, frame]))).toMatchObject({ code, retryable: retry === "again" });
  });
}

verifies("wires.stream-failures", "DeepSeek's reason for giving up", () => {
  expect(failureOf(() => readReply(chat, [chunk({}, "insufficient_system_resource"), "[DONE]"]))).toMatchObject({
    code: "model.overloaded",
    retryable: true,
  });
});

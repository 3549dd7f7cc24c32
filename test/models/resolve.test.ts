import { expect } from "vitest";
import { openCredentials } from "../../src/models/credentials.ts";
import { findLocalServers } from "../../src/models/local.ts";
import { entries } from "../../src/models/providers/index.gen.ts";
import { resolveModel, type ModelSettings } from "../../src/models/resolve.ts";
import type { Environment } from "../../src/contract/provider.ts";
import { verifies } from "../verifies.ts";
import { startHttpServer } from "./http-server.ts";

const noSettings: ModelSettings = { providers: {}, models: {} };
/** Nothing listens on port 1; the providers' own ports are whose they are. */
const nobodyHome = Object.fromEntries(
  ["OLLAMA_BASE_URL", "LMSTUDIO_BASE_URL", "LLAMACPP_BASE_URL", "VLLM_BASE_URL"].map((name) => [name, "http://127.0.0.1:1/v1"]),
);

function resolve(name: string, env: Environment = {}, settings: Partial<ModelSettings> = {}) {
  return resolveModel(name, { env, settings: { ...noSettings, ...settings }, keys: openCredentials({ env, home: "/nonexistent" }) });
}

async function explain(name: string, env?: Environment, settings?: Partial<ModelSettings>): Promise<unknown> {
  return await resolve(name, env, settings).catch(({ code, at, hint }: { code: string; at?: string; hint?: string }) => ({
    code,
    at,
    hint,
  }));
}

verifies("models.resolve", async () => {
  const resolved = await resolve("openai/gpt-6-sol", { OPENAI_API_KEY: "K" });
  expect(resolved).toMatchObject({
    name: "openai/gpt-6-sol",
    model: "gpt-6-sol",
    provider: { name: "openai", wire: { name: "responses" } },
    baseUrl: "https://api.openai.com/v1",
    access: { key: "K" },
    keyFrom: "OPENAI_API_KEY",
    traits: { edits: "patch", known: true },
  });
  expect(await resolved.price()).toMatchObject({ from: "genai-prices" });
});

verifies("models.resolve", "as the settings change it", async () => {
  const resolved = await resolve(
    "openai/gpt-6-sol",
    { MY_KEY: "mine", OPENAI_API_KEY: "K", OPENAI_BASE_URL: "https://from.variable/v1" },
    {
      providers: { openai: { base_url: "https://gateway.test/v1/", key_env: "MY_KEY", wire: "chat" } },
      models: { "openai/gpt-6-sol": { context_tokens: 1000, input_usd: 1, output_usd: 2 } },
    },
  );
  expect(resolved).toMatchObject({
    provider: { name: "openai", wire: { name: "chat" } },
    baseUrl: "https://gateway.test/v1",
    access: { key: "mine" },
    keyFrom: "MY_KEY",
    traits: { contextTokens: 1000, maxOutputTokens: 128_000 },
  });
  expect(await resolved.price()).toMatchObject({ from: "settings", rates: [{ input: 1, output: 2 }] });
});

verifies("models.resolve", "a provider that only the settings know", async () => {
  const settings = {
    providers: {
      corp: { base_url: "https://llm.corp.test/v1", key_env: "CORP_KEY" },
      own: { base_url: "http://x.test", wire: "anthropic" as const },
    },
  };
  expect(await resolve("corp/team/model", { CORP_KEY: "K" }, settings)).toMatchObject({
    model: "team/model",
    provider: { name: "corp", wire: { name: "chat" } },
    access: { key: "K" },
    keyFrom: "CORP_KEY",
  });
  const own = await resolve("own/m", { COMPATIBLE_API_KEY: "K" }, settings);
  expect([own.provider.wire.name, own.access.key]).toEqual(["anthropic", undefined]);
});

verifies("models.resolve", "a gateway on this machine needs no key", async () => {
  expect((await resolve("openai/m", { OPENAI_BASE_URL: "http://localhost:4000/v1" })).access.key).toBeUndefined();
});

verifies("models.resolve-errors", async () => {
  expect(await Promise.all([explain("antropic/claude"), explain("claude-opus-5-5"), explain("anthropic"), explain("anthropic/")])).toEqual([
    { code: "model.unknown", at: "model", hint: expect.stringMatching(/^Did you mean anthropic/) },
    { code: "model.unknown", at: "model", hint: expect.stringMatching(/^Write it as provider\/model\. Providers: anthropic, azure, /) },
    { code: "model.unknown", at: "model", hint: "Write it as provider/model, such as anthropic/claude-opus-5-5." },
    { code: "model.unknown", at: "model", hint: "Write it as provider/model, such as anthropic/claude-opus-5-5." },
  ]);
  expect(await Promise.all([explain("anthropic/m"), explain("openai/m", {}, { providers: { openai: { key_env: "MY_KEY" } } })])).toEqual([
    {
      code: "model.key-missing",
      at: "ANTHROPIC_API_KEY",
      hint: "Set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN, or run `fettle login anthropic`.",
    },
    { code: "model.key-missing", at: "MY_KEY", hint: "Set MY_KEY or OPENAI_API_KEY, or run `fettle login openai`." },
  ]);
  for (const base_url of ["ftp://x", "localhost:4000", ""])
    expect(await explain("corp/m", {}, { providers: { corp: { base_url } } })).toEqual({
      code: "config.invalid",
      at: "providers.corp.base_url",
      hint: "Write it as https://host/path.",
    });
});

verifies("models.choose", "the first key by rank", async () => {
  const names = [];
  for (const env of [
    { OPENAI_API_KEY: "K", XAI_API_KEY: "K" },
    { OPENAI_API_KEY: "K", ANTHROPIC_API_KEY: "K" },
    { GROQ_API_KEY: "K", AZURE_API_KEY: "K" },
  ])
    names.push((await resolve("", { ...nobodyHome, ...env })).name);
  expect(names).toEqual(["openai/gpt-6-sol", "anthropic/claude-opus-5-5", "groq/openai/gpt-oss-120b"]);
});

verifies("models.choose", "a local server where there is no key", async () => {
  await using server = await startHttpServer((_request, response) => response.end(JSON.stringify({ data: [{ id: "qwen3-coder:30b" }] })));
  const { name, baseUrl } = await resolve("", { ...nobodyHome, OLLAMA_BASE_URL: undefined, OLLAMA_HOST: `127.0.0.1:${server.port}` });
  expect({ name, baseUrl }).toEqual({ name: "ollama/qwen3-coder:30b", baseUrl: `${server.url}/v1` });
});

verifies("models.choose", "nothing at all", async () => {
  expect(await explain("", nobodyHome)).toEqual({
    code: "model.none",
    at: undefined,
    hint: expect.stringMatching(/^Set ANTHROPIC_API_KEY, OPENAI_API_KEY, .*fettle login.*Ollama.*found by itself.*--model none/),
  });
});

verifies("models.local", async () => {
  const asked: string[] = [];
  await using good = await startHttpServer((request, response) => {
    asked.push(request.url!);
    response.end(JSON.stringify({ object: "list", data: [{ id: "b" }, { id: 5 }, null, { id: "a" }] }));
  });
  await using page = await startHttpServer((_request, response) => response.end("<title>some other server</title>"));
  await using silent = await startHttpServer(() => {});
  const env = {
    OLLAMA_HOST: `localhost:${page.port}`,
    LMSTUDIO_BASE_URL: `${good.url}/v1`,
    LLAMACPP_BASE_URL: `${silent.url}/v1`,
    VLLM_BASE_URL: "https://gpu.example.com/v1",
  };
  const found = await findLocalServers({ entries, env, settings: {}, timeoutMs: 250 });
  expect({ found, asked }).toEqual({
    found: [{ provider: "lmstudio", baseUrl: `${good.url}/v1`, models: ["b", "a"] }],
    asked: ["/v1/models"],
  });
});

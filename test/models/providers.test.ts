import { expect } from "vitest";
import type { ModelRequest } from "../../src/contract/model.ts";
import type { Environment, HttpRequest } from "../../src/contract/provider.ts";
import { entries } from "../../src/models/providers/index.gen.ts";
import { resolveModel } from "../../src/models/resolve.ts";
import { openCredentials } from "../../src/models/credentials.ts";
import { verifies } from "../verifies.ts";

const noSettings = { providers: {}, models: {} };
const aws = { AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "secret", AWS_REGION: "eu-west-1", HOME: "/nonexistent" };
const gcp = { GOOGLE_CLOUD_PROJECT: "my-project", GOOGLE_OAUTH_ACCESS_TOKEN: "T" };

/** Where a request for the model goes, and the headers that the provider and its wire add. */
async function addressOf(name: string, env: Environment): Promise<{ url: string; headers: Record<string, string> }> {
  const { provider, baseUrl, model, access } = await resolveModel(name, {
    env,
    settings: noSettings,
    keys: openCredentials({ env, home: "/nonexistent" }),
  });
  const request = { model, system: "", tools: [], entries: [], maxOutputTokens: 1 } satisfies ModelRequest;
  const http: HttpRequest = {
    method: "POST",
    url: `${baseUrl}${provider.path?.(model) ?? provider.wire.path(request)}`,
    headers: { ...provider.wire.headers(provider.options ?? {}) },
    body: [],
  };
  const authorization =
    (await provider.authorize?.(http, { ...access, now: () => new Date(0) })) ??
    (access.key === undefined ? {} : { authorization: `Bearer ${access.key}` });
  return { url: http.url, headers: { ...http.headers, ...authorization } };
}

const bearer = { authorization: "Bearer K" };
const table: Record<string, { env: Environment; url: string; headers: object }> = {
  "anthropic/claude-opus-5-5": {
    env: { ANTHROPIC_API_KEY: "K" },
    url: "https://api.anthropic.com/v1/messages",
    headers: { "anthropic-version": "2023-06-01", "x-api-key": "K" },
  },
  "azure/my-deployment": {
    env: { AZURE_OPENAI_API_KEY: "K", AZURE_OPENAI_ENDPOINT: "https://mine.openai.azure.com/" },
    url: "https://mine.openai.azure.com/openai/v1/responses",
    headers: { "api-key": "K" },
  },
  "bedrock/us.anthropic.claude-opus-5-5-v1:0": {
    env: aws,
    url: "https://bedrock-runtime.eu-west-1.amazonaws.com/model/us.anthropic.claude-opus-5-5-v1%3A0/invoke-with-response-stream",
    headers: {
      "x-amz-date": "19700101T000000Z",
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKID\/19700101\/eu-west-1\/bedrock\/aws4_request, SignedHeaders=host;x-amz-date, /,
      ),
    },
  },
  "compatible/m": { env: { COMPATIBLE_BASE_URL: "http://box:1/v1/" }, url: "http://box:1/v1/chat/completions", headers: {} },
  "deepseek/deepseek-v4-pro": { env: { DEEPSEEK_API_KEY: "K" }, url: "https://api.deepseek.com/chat/completions", headers: bearer },
  "gemini/gemini-3.8-flash": {
    env: { GEMINI_API_KEY: "K" },
    url: "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse",
    headers: { "x-goog-api-key": "K" },
  },
  "groq/openai/gpt-oss-120b": { env: { GROQ_API_KEY: "K" }, url: "https://api.groq.com/openai/v1/chat/completions", headers: bearer },
  "llama.cpp/default": { env: {}, url: "http://127.0.0.1:8080/v1/chat/completions", headers: {} },
  "lmstudio/m": { env: {}, url: "http://127.0.0.1:1234/v1/chat/completions", headers: {} },
  "mistral/devstral-2512": { env: { MISTRAL_API_KEY: "K" }, url: "https://api.mistral.ai/v1/chat/completions", headers: bearer },
  "ollama/qwen3-coder:30b": { env: {}, url: "http://127.0.0.1:11434/v1/chat/completions", headers: {} },
  "openai/gpt-6-sol": { env: { OPENAI_API_KEY: "K" }, url: "https://api.openai.com/v1/responses", headers: bearer },
  "openrouter/anthropic/claude-opus-5.5": {
    env: { OPENROUTER_API_KEY: "K" },
    url: "https://openrouter.ai/api/v1/chat/completions",
    headers: bearer,
  },
  "vertex/gemini-3.8-flash": {
    env: gcp,
    url: "https://aiplatform.googleapis.com/v1/projects/my-project/locations/global/publishers/google/models/gemini-3.8-flash:streamGenerateContent?alt=sse",
    headers: { authorization: "Bearer T" },
  },
  "vertex-anthropic/claude-opus-5-5": {
    env: { ...gcp, CLOUD_ML_REGION: "us-east5" },
    url: "https://us-east5-aiplatform.googleapis.com/v1/projects/my-project/locations/us-east5/publishers/anthropic/models/claude-opus-5-5:streamRawPredict",
    headers: { authorization: "Bearer T" },
  },
  "vllm/m": { env: {}, url: "http://127.0.0.1:8000/v1/chat/completions", headers: {} },
  "xai/grok-4.6": { env: { XAI_API_KEY: "K" }, url: "https://api.x.ai/v1/chat/completions", headers: bearer },
};

verifies("models.providers", "every provider has its row", () => {
  expect(
    Object.keys(table)
      .map((name) => name.slice(0, name.indexOf("/")))
      .sort(),
  ).toEqual(entries.map(({ name }) => name).sort());
});

for (const [name, { env, url, headers }] of Object.entries(table))
  verifies("models.providers", name, async () => {
    expect(await addressOf(name, env)).toEqual({ url, headers });
  });

const variants: [name: string, env: Environment, expected: object][] = [
  ["anthropic/m", { ANTHROPIC_AUTH_TOKEN: "K" }, { headers: { "anthropic-version": "2023-06-01", authorization: "Bearer K" } }],
  ["anthropic/m", { ANTHROPIC_API_KEY: "K", ANTHROPIC_BASE_URL: "https://proxy.test/" }, { url: "https://proxy.test/v1/messages" }],
  ["openai/m", { OPENAI_API_KEY: "K", OPENAI_BASE_URL: "https://proxy.test/v1" }, { url: "https://proxy.test/v1/responses" }],
  [
    "openai/m",
    { OPENAI_API_KEY: "K", OPENAI_ORG_ID: "org", OPENAI_PROJECT_ID: "proj" },
    { headers: { ...bearer, "openai-organization": "org", "openai-project": "proj" } },
  ],
  ["gemini/m", { GOOGLE_API_KEY: "K" }, { headers: { "x-goog-api-key": "K" } }],
  [
    "azure/m",
    { AZURE_OPENAI_AD_TOKEN: "K", AZURE_RESOURCE_NAME: "r" },
    { url: "https://r.openai.azure.com/openai/v1/responses", headers: bearer },
  ],
  ["bedrock/m", { AWS_BEARER_TOKEN_BEDROCK: "K", AWS_DEFAULT_REGION: "us-west-2" }, { headers: bearer }],
  ["bedrock/m", { ...aws, AWS_SESSION_TOKEN: "session" }, { headers: expect.objectContaining({ "x-amz-security-token": "session" }) }],
  ["ollama/m", { OLLAMA_HOST: "0.0.0.0" }, { url: "http://127.0.0.1:11434/v1/chat/completions" }],
  ["ollama/m", { OLLAMA_HOST: ":8000" }, { url: "http://127.0.0.1:8000/v1/chat/completions" }],
  ["ollama/m", { OLLAMA_HOST: "gpu-box" }, { url: "http://gpu-box:11434/v1/chat/completions" }],
  ["ollama/m", { OLLAMA_HOST: "https://ollama.test" }, { url: "https://ollama.test:443/v1/chat/completions" }],
];

for (const [name, env, expected] of variants)
  verifies("models.variables", Object.keys(env).join(" "), async () => {
    expect(await addressOf(name, env)).toMatchObject(expected);
  });

verifies("models.variables", "AWS's files are read where there are no variables", async () => {
  const { createWorkspace } = await import("../../src/testing/index.ts");
  await using home = await createWorkspace({
    files: {
      ".aws/credentials":
        "# mine\n[default]\naws_access_key_id = WRONG\n\n[work]\naws_access_key_id=AKWORK\naws_secret_access_key = abc=def/\n",
      ".aws/config": "[default]\nregion = us-east-1\n[profile work]\nregion = ap-southeast-2\n",
    },
  });
  expect(await addressOf("bedrock/m", { HOME: home.root, AWS_PROFILE: "work" })).toMatchObject({
    url: expect.stringContaining("bedrock-runtime.ap-southeast-2.amazonaws.com"),
    headers: { authorization: expect.stringContaining("Credential=AKWORK/") },
  });
  await expect(addressOf("bedrock/m", { HOME: home.root })).rejects.toMatchObject({ code: "model.key-missing" });
});

verifies("models.variables", "what is missing is named", async () => {
  const missing = (name: string, env: Environment) => addressOf(name, { HOME: "/nonexistent", ...env }).catch((error: unknown) => error);
  expect(
    await Promise.all([
      missing("bedrock/m", {}),
      missing("azure/m", { AZURE_API_KEY: "K" }),
      missing("vertex/m", {}),
      missing("compatible/m", {}),
    ]),
  ).toMatchObject([
    { code: "config.invalid", hint: "Set AWS_REGION." },
    { code: "config.invalid", hint: "Set AZURE_OPENAI_ENDPOINT." },
    { code: "config.invalid", hint: "Set GOOGLE_CLOUD_PROJECT or ANTHROPIC_VERTEX_PROJECT_ID or GCLOUD_PROJECT." },
    { code: "config.invalid", hint: "Set COMPATIBLE_BASE_URL." },
  ]);
});

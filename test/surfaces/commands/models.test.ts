import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect } from "vitest";
import type { Environment } from "../../../src/contract/provider.ts";
import models from "../../../src/surfaces/commands/models.ts";
import { createWorkspace } from "../../../src/testing/index.ts";
import { startHttpServer } from "../../models/http-server.ts";
import { verifies } from "../../verifies.ts";

async function show(env: Environment, options: Record<string, unknown>, cwd: string): Promise<string> {
  const stdout = new PassThrough();
  const io = { stdin: process.stdin, stdout, stderr: stdout, env, cwd, interrupt: new AbortController().signal };
  expect(await models.run({ args: [], options, io })).toBe(0);
  return await text(stdout.end());
}

verifies("models.command-models", async () => {
  await using home = await createWorkspace({
    files: {
      "config.toml":
        '[models."compatible/my-model"]\ninput_usd = 0.5\noutput_usd = 1.5\n[providers.compatible]\nbase_url = "http://box.test/v1"\n',
    },
  });
  await using server = await startHttpServer((_request, response) => response.end(JSON.stringify({ data: [{ id: "evil\u001b[2J" }] })));
  const nowhere = "http://127.0.0.1:1/v1";
  const env = {
    FETTLE_HOME: home.root,
    ANTHROPIC_API_KEY: "sk-secret",
    OLLAMA_BASE_URL: server.url,
    LMSTUDIO_BASE_URL: nowhere,
    LLAMACPP_BASE_URL: nowhere,
    VLLM_BASE_URL: nowhere,
  };
  const json = await show(env, { json: true }, home.root);
  const { providers, local, pricesAsOf } = JSON.parse(json) as { providers: { name: string }[]; local: unknown; pricesAsOf: string };
  const named = (name: string) => providers.find((provider) => provider.name === name);
  expect({ local, pricesAsOf, anthropic: named("anthropic"), compatible: named("compatible"), azure: named("azure") }).toMatchObject({
    local: [{ provider: "ollama", baseUrl: server.url, models: ["evil\u001b[2J"] }],
    pricesAsOf: "2026-09-23",
    anthropic: {
      keyFrom: "ANTHROPIC_API_KEY",
      example: "anthropic/claude-opus-5-5",
      traits: { contextTokens: 1_000_000 },
      price: { from: "genai-prices", rates: [{ input: 4, output: 20 }] },
    },
    compatible: { keyFrom: null, keyless: true, price: { from: "settings" } },
    azure: { keyFrom: null, price: null },
  });
  const table = await show(env, {}, home.root);
  expect(table).toMatch(/^anthropic +ANTHROPIC_API_KEY +anthropic\/claude-opus-5-5 +1000k +64k +4 +20$/m);
  expect(table).toMatch(/^openai +missing: OPENAI_API_KEY /m);
  expect(table).toContain("  ollama/evil\\x1b[2J\n");
  expect(table).toContain("List prices of 2026-09-23.");
  expect(json + table).not.toContain("sk-secret");
});

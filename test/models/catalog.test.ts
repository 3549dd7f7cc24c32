import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { findPrice, pricesAsOf } from "../../src/models/catalog/prices.ts";
import { traitsOf } from "../../src/models/catalog/traits.ts";
import { verifies } from "../verifies.ts";

verifies("models.traits", () => {
  const brief = (model: string) => {
    const { contextTokens, maxOutputTokens, edits, images, reasoning, known } = traitsOf({ model });
    return [contextTokens, maxOutputTokens, edits, images, reasoning, known];
  };
  const table = {
    "claude-opus-5-5": [1_000_000, 64_000, "replace", true, true, true],
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0": [200_000, 64_000, "replace", true, true, true],
    "claude-opus-4-20250514": [200_000, 32_000, "replace", true, true, true],
    "claude-opus-4-1@20250805": [200_000, 32_000, "replace", true, true, true],
    "claude-opus-4-5-20251101": [200_000, 64_000, "replace", true, true, true],
    "claude-opus-4-6": [1_000_000, 64_000, "replace", true, true, true],
    "anthropic/claude-sonnet-4.6": [1_000_000, 64_000, "replace", true, true, true],
    "claude-3-5-haiku-latest": [200_000, 8192, "replace", true, false, true],
    "gpt-6-sol": [1_000_000, 128_000, "patch", true, true, true],
    "gpt-5.4-mini": [400_000, 128_000, "patch", true, true, true],
    "gpt-5.3-codex": [400_000, 128_000, "patch", true, true, true],
    "gpt-4o-mini": [128_000, 16_384, "replace", true, false, true],
    "gpt-4": [8192, 4096, "replace", false, false, true],
    "openai/gpt-oss-120b": [131_072, 32_768, "patch", false, true, true],
    "openai/o4-mini": [200_000, 100_000, "patch", true, true, true],
    "gemini-2.5-pro": [1_000_000, 65_536, "replace", true, true, true],
    "grok-4.6": [500_000, 32_768, "replace", true, true, true],
    "grok-4-fast-non-reasoning": [2_000_000, 32_768, "replace", true, false, true],
    "deepseek-v4-pro": [1_000_000, 32_768, "replace", false, true, true],
    "devstral-2512": [131_072, 32_768, "replace", false, false, true],
    "Qwen/Qwen3-Coder-30B-A3B-Instruct": [262_144, 32_768, "replace", false, false, true],
    "my-own-model": [128_000, 8192, "replace", false, false, false],
  };
  expect(Object.fromEntries(Object.keys(table).map((model) => [model, brief(model)]))).toEqual(table);
});

verifies("models.traits", "the settings say more than the provider, the provider more than the table", () => {
  const traits = traitsOf({
    model: "qwen3-coder:30b",
    provider: { contextTokens: 32_768, maxOutputTokens: 8192 },
    settings: { context_tokens: 65_536, edits: "patch" },
  });
  expect(traits).toMatchObject({ contextTokens: 65_536, maxOutputTokens: 8192, edits: "patch" });
});

verifies("models.prices", async () => {
  expect(await findPrice({ model: "gpt-6-sol", baseUrl: "https://api.openai.com/v1", local: false })).toEqual({
    rates: [
      { above: 0, input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
      { above: 272_000, input: 4, output: 15, cacheRead: 0.4, cacheWrite: 5 },
    ],
    from: "genai-prices",
    asOf: pricesAsOf,
  });
});

verifies("models.prices", "a price by the hour is the one of the dearest hour", async () => {
  const price = await findPrice({ model: "deepseek-v4-pro", baseUrl: "https://api.deepseek.com", local: false });
  expect(price?.rates).toEqual([{ above: 0, input: 1.32, output: 3.96, cacheRead: 0.044, cacheWrite: 1.32 }]);
});

verifies(
  "models.prices",
  "settings first; free is what runs here; a list price is the vendor's own, not that of a name asked for elsewhere",
  async () => {
    const settings = { input_usd: 1, output_usd: 2 };
    const ask = (baseUrl: string, more: object = {}) => findPrice({ model: "gpt-6-sol", baseUrl, local: false, ...more });
    expect([
      await ask("https://api.openai.com/v1", { settings }),
      await ask("http://127.0.0.1:11434/v1", { local: true }),
      await ask("http://127.0.0.1:4000/v1"),
      await ask("https://gateway.example.com/v1", { local: true }),
      await ask("https://gateway.example.com/v1", { settings: { input_usd: 1 } }),
      await ask("https://api.openai.com/v1", { model: "no-such-model" }),
    ]).toEqual([
      { rates: [{ above: 0, input: 1, output: 2, cacheRead: 1, cacheWrite: 1 }], from: "settings" },
      { rates: [{ above: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }], from: "local" },
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  },
);

verifies("models.prices", "the day belongs to the version that is installed", () => {
  const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { devDependencies: Record<string, string> };
  expect([devDependencies["@pydantic/genai-prices"], pricesAsOf]).toEqual(["0.1.8", "2026-09-23"]);
});

import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/anthropic.ts";

export default defineProvider({
  name: "anthropic",
  title: "Anthropic",
  wire,
  baseUrl: "https://api.anthropic.com",
  env: { key: ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"], baseUrl: ["ANTHROPIC_BASE_URL"] },
  options: { version: "2023-06-01" },
  async authorize(_request, { key, env }): Promise<Record<string, string>> {
    if (key === undefined) return {};
    return key === env["ANTHROPIC_AUTH_TOKEN"] ? { authorization: `Bearer ${key}` } : { "x-api-key": key };
  },
  rank: 1,
  example: "claude-opus-5-5",
});

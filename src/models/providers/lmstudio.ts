import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/chat.ts";

export default defineProvider({
  name: "lmstudio",
  title: "LM Studio",
  wire,
  baseUrl: "http://127.0.0.1:1234/v1",
  env: { key: ["LM_API_TOKEN"], baseUrl: ["LMSTUDIO_BASE_URL"] },
  keyless: true,
  local: { models: "/models", start: "lms server start" },
  options: { plain: true, maxTokensField: "max_tokens" },
  // Models are loaded with less context than they could have; the settings can say more.
  traits: { contextTokens: 32_768, maxOutputTokens: 8192 },
  example: "qwen/qwen3-coder-30b",
});

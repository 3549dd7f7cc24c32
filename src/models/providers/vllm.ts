import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/chat.ts";

export default defineProvider({
  name: "vllm",
  title: "vLLM",
  wire,
  baseUrl: "http://127.0.0.1:8000/v1",
  env: { key: ["VLLM_API_KEY"], baseUrl: ["VLLM_BASE_URL"] },
  keyless: true,
  local: { models: "/models", start: "vllm serve MODEL --enable-auto-tool-choice --tool-call-parser PARSER" },
  options: { plain: true, maxTokensField: "max_tokens" },
  // Models are loaded with less context than they could have; the settings can say more.
  traits: { contextTokens: 32_768, maxOutputTokens: 8192 },
  example: "Qwen/Qwen3-Coder-30B-A3B-Instruct",
});

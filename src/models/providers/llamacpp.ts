import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/chat.ts";

export default defineProvider({
  name: "llama.cpp",
  title: "llama.cpp server",
  wire,
  baseUrl: "http://127.0.0.1:8080/v1",
  env: { key: ["LLAMA_API_KEY"], baseUrl: ["LLAMACPP_BASE_URL"] },
  keyless: true,
  local: { models: "/models", start: "llama-server --jinja -m MODEL.gguf" },
  options: { plain: true, maxTokensField: "max_tokens" },
  // Models are loaded with less context than they could have; the settings can say more.
  traits: { contextTokens: 32_768, maxOutputTokens: 8192 },
  example: "default",
});

import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/chat.ts";

export default defineProvider({
  name: "ollama",
  title: "Ollama",
  wire,
  baseUrl: (env) => `${toOrigin(env["OLLAMA_HOST"] ?? "")}/v1`,
  env: { key: ["OLLAMA_API_KEY"], baseUrl: ["OLLAMA_BASE_URL"] },
  keyless: true,
  local: { models: "/models", start: "ollama serve" },
  options: { plain: true, maxTokensField: "max_tokens" },
  // Models are loaded with less context than they could have; the settings can say more.
  traits: { contextTokens: 32_768, maxOutputTokens: 8192 },
  example: "qwen3-coder:30b",
});

/** `OLLAMA_HOST` is what the server binds to: scheme, host and port may each be missing, and `0.0.0.0` is no address to go to. */
function toOrigin(host: string): string {
  const [, scheme = "http", name = "", port] = /^(?:(https?):\/\/)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?/.exec(host.trim()) ?? [];
  const address = name === "" || name === "0.0.0.0" || name === "[::]" ? "127.0.0.1" : name;
  // As Ollama's own client has it: a URL without port means the scheme's.
  const defaultPort = !host.includes("://") ? "11434" : scheme === "https" ? "443" : "80";
  return `${scheme}://${address}:${port ?? defaultPort}`;
}

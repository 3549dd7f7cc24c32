import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/chat.ts";

export default defineProvider({
  name: "openrouter",
  title: "OpenRouter",
  wire,
  baseUrl: "https://openrouter.ai/api/v1",
  env: { key: ["OPENROUTER_API_KEY"], baseUrl: ["OPENROUTER_BASE_URL"] },
  rank: 4,
  example: "anthropic/claude-opus-5.5",
});

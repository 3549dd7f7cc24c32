import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/chat.ts";

export default defineProvider({
  name: "deepseek",
  title: "DeepSeek",
  wire,
  baseUrl: "https://api.deepseek.com",
  env: { key: ["DEEPSEEK_API_KEY"], baseUrl: ["DEEPSEEK_BASE_URL"] },
  options: { plain: true, maxTokensField: "max_tokens" },
  rank: 6,
  example: "deepseek-v4-pro",
});

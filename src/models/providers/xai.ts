import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/chat.ts";

export default defineProvider({
  name: "xai",
  title: "xAI",
  wire,
  baseUrl: "https://api.x.ai/v1",
  env: { key: ["XAI_API_KEY"], baseUrl: ["XAI_BASE_URL"] },
  rank: 5,
  example: "grok-4.6",
});

import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/chat.ts";

export default defineProvider({
  name: "mistral",
  title: "Mistral",
  wire,
  baseUrl: "https://api.mistral.ai/v1",
  env: { key: ["MISTRAL_API_KEY"], baseUrl: ["MISTRAL_BASE_URL"] },
  // It rejects fields it does not know.
  options: { plain: true, maxTokensField: "max_tokens", usageUnasked: true },
  rank: 7,
  example: "devstral-2512",
});

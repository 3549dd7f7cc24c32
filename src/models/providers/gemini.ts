import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/gemini.ts";

export default defineProvider({
  name: "gemini",
  title: "Google Gemini",
  wire,
  baseUrl: "https://generativelanguage.googleapis.com",
  env: { key: ["GEMINI_API_KEY", "GOOGLE_API_KEY"], baseUrl: ["GOOGLE_GEMINI_BASE_URL"] },
  async authorize(_request, { key }): Promise<Record<string, string>> {
    return key === undefined ? {} : { "x-goog-api-key": key };
  },
  rank: 3,
  example: "gemini-3.8-flash",
});

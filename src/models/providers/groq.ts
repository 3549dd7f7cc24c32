import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/chat.ts";

export default defineProvider({
  name: "groq",
  title: "Groq",
  wire,
  baseUrl: "https://api.groq.com/openai/v1",
  env: { key: ["GROQ_API_KEY"], baseUrl: ["GROQ_BASE_URL"] },
  rank: 8,
  example: "openai/gpt-oss-120b",
});

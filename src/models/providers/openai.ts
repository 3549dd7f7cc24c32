import { defineProvider } from "../../contract/provider.ts";
import wire from "../wires/responses.ts";

export default defineProvider({
  name: "openai",
  title: "OpenAI",
  wire,
  baseUrl: "https://api.openai.com/v1",
  env: { key: ["OPENAI_API_KEY"], baseUrl: ["OPENAI_BASE_URL"] },
  async authorize(_request, { key, env }) {
    const { OPENAI_ORG_ID: organization, OPENAI_PROJECT_ID: project } = env;
    return {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(organization && { "openai-organization": organization }),
      ...(project && { "openai-project": project }),
    };
  },
  rank: 2,
  example: "gpt-6-sol",
});

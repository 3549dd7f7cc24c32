import { defineProvider } from "../../contract/provider.ts";
import { googleToken } from "../signing/google-token.ts";
import { vertexUrl } from "../vertex-url.ts";
import wire from "../wires/anthropic.ts";

export default defineProvider({
  name: "vertex-anthropic",
  title: "Google Vertex AI (Anthropic's models)",
  wire,
  baseUrl: vertexUrl,
  env: { key: [], baseUrl: ["ANTHROPIC_VERTEX_BASE_URL"] },
  keyless: true,
  options: { version: "vertex-2023-10-16", modelInPath: true },
  path: (model) => `/publishers/anthropic/models/${model}:streamRawPredict`,
  authorize: async (_request, access) => ({ authorization: `Bearer ${await googleToken(access)}` }),
  example: "claude-opus-5-5",
});

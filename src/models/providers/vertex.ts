import { defineProvider } from "../../contract/provider.ts";
import { googleToken } from "../signing/google-token.ts";
import { vertexUrl } from "../vertex-url.ts";
import wire from "../wires/gemini.ts";

export default defineProvider({
  name: "vertex",
  title: "Google Vertex AI (Gemini)",
  wire,
  baseUrl: vertexUrl,
  env: { key: [], baseUrl: ["GOOGLE_VERTEX_BASE_URL"] },
  keyless: true,
  path: (model) => `/publishers/google/models/${model}:streamGenerateContent?alt=sse`,
  authorize: async (_request, access) => ({ authorization: `Bearer ${await googleToken(access)}` }),
  example: "gemini-3.8-flash",
});
